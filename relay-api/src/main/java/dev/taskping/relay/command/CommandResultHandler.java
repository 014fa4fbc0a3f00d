package dev.taskping.relay.command;

import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelVersion;
import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.delivery.outbox.NewDelivery;
import dev.taskping.relay.delivery.outbox.Outbox;
import dev.taskping.relay.delivery.outbox.SentMessageStore;
import dev.taskping.relay.security.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Ends commands: by the results of their clusters, by withdrawal, or because they expired. Audits each end and tells the person who asked,
 * where they asked.
 */
@ApplicationScoped
public class CommandResultHandler {

    private static final Logger LOG = Logger.getLogger(CommandResultHandler.class);
    private static final String REFUSED = "taskping.command.results.refused";

    private final Jdbi jdbi;
    private final CommandStore commands;
    private final SentMessageStore sentMessages;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final ConfirmationPrompts prompts;
    private final MeterRegistry metrics;

    CommandResultHandler(
            Jdbi jdbi,
            CommandStore commands,
            SentMessageStore sentMessages,
            Outbox outbox,
            AuditTrail audit,
            ConfirmationPrompts prompts,
            MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.commands = commands;
        this.sentMessages = sentMessages;
        this.outbox = outbox;
        this.audit = audit;
        this.prompts = prompts;
        this.metrics = metrics;
        for (ResultMismatch reason : ResultMismatch.values()) {
            metrics.counter(REFUSED, "reason", reason.id());
        }
    }

    /**
     * Handles a cluster's result of a command; of several final results the first counts. A result that does not match the command's
     * cluster, namespace and Launch changes nothing.
     *
     * @param version of the tunnel that the result came through
     */
    public void handle(Caller.Cluster cluster, TunnelVersion version, CommandResult result) {
        Optional<UUID> id = id(result);
        Optional<ResultMismatch> mismatch = jdbi.inTransaction(handle -> {
            Optional<Command> named = id.flatMap(known -> commands.find(handle, cluster.workspace(), known));
            Optional<ResultMismatch> found = ResultMismatch.of(cluster, version, named.orElse(null), result);
            if (found.isEmpty()) {
                id.flatMap(known -> commands.storeResult(handle, cluster.workspace(), cluster.id(), known, result))
                        .ifPresent(command -> say(handle, cluster, command));
            }
            return found;
        });
        mismatch.ifPresent(why -> refuse(cluster, result, why));
    }

    private static Optional<UUID> id(CommandResult result) {
        try {
            return Optional.of(UUID.fromString(result.commandId()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void refuse(Caller.Cluster cluster, CommandResult result, ResultMismatch why) {
        metrics.counter(REFUSED, "reason", why.id()).increment();
        LOG.warnf(
                "Refused a result from cluster %s, namespace %s, Launch %s for command %s: it is not the command's own (%s)",
                cluster.id(), result.namespace(), result.launch(), result.commandId(), why.id());
    }

    /**
     * Withdraws the commands that a person gave with an account that is unpaired. Commands that were sent to their cluster stay: it may
     * have carried them out.
     *
     * @param by who unpairs the account
     * @param key the same person, as commands on channels of other namespaces name them
     * @param account as in the commands' requesters
     */
    public void withdrawByAccount(Handle handle, Actor by, UUID person, RequesterKey key, String account) {
        List<Command> waiting = Stream.concat(
                        commands.findWaiting(handle, by.workspace(), person).stream(),
                        commands.findWaitingElsewhere(handle, by.workspace(), key).stream())
                .filter(command -> command.requester().identity().equals(account))
                .toList();
        withdraw(handle, by, waiting, "Unpaired", "the account that asked for it was unpaired.");
    }

    /**
     * The same for commands given on a channel where the person has lost a role, or given with the roles of the channel's namespace on a
     * channel of another one.
     *
     * @param by who takes the role
     * @param key the same person, as commands on channels of other namespaces name them
     */
    public void withdrawByRole(Handle handle, Actor by, UUID person, RequesterKey key, UUID channel) {
        List<Command> waiting = Stream.concat(
                        commands.findWaiting(handle, by.workspace(), person).stream()
                                .filter(command -> channel.equals(command.channelId())),
                        commands.findWaitingElsewhere(handle, by.workspace(), key).stream())
                .toList();
        withdraw(handle, by, waiting, "RoleTaken", "the person no longer has the role that it needs.");
    }

    private void withdraw(Handle handle, Actor by, List<Command> waiting, String reason, String words) {
        waiting.stream()
                .flatMap(command -> commands
                        .storeResult(
                                handle,
                                command.workspace(),
                                command.cluster(),
                                command.id(),
                                new CommandResult(
                                        command.id().toString(),
                                        Status.REJECTED,
                                        reason,
                                        words,
                                        command.namespace(),
                                        null,
                                        null))
                        .stream())
                .forEach(command -> end(handle, by, command));
    }

    /** Expires commands that have no result in time. */
    @Scheduled(every = "10s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void expire() {
        boolean more = true;
        while (more) {
            more = jdbi.inTransaction(handle -> {
                List<Command> expired = commands.expire(handle);
                expired.forEach(command -> end(handle, Actor.relay(command.workspace()), command));
                return !expired.isEmpty();
            });
        }
    }

    private void say(Handle handle, Caller.Cluster cluster, Command command) {
        if (command.state() == Command.State.AWAITING_CONFIRMATION) {
            prompts.ask(handle, command);
        } else {
            end(handle, Actor.cluster(command.workspace(), cluster.id()), command);
        }
    }

    /** @param actor who ended it */
    private void end(Handle handle, Actor actor, Command command) {
        metrics.counter("taskping.commands", "state", command.state().id()).increment();
        LOG.infof("Command %s for cluster %s is %s", command.id(), command.cluster(), command.state());
        CommandAuditEntry entry = CommandAuditEntry.of(command);
        audit.record(
                handle,
                actor.about(
                        command.cluster(),
                        command.channel(),
                        command.requester().identity()),
                CommandMessages.request(command.target()),
                "command " + command.id(),
                entry.decision(),
                entry.reason());
        tell(handle, command);
    }

    private void tell(Handle handle, Command command) {
        UUID channel = command.channelId();
        if (channel == null) {
            return;
        }
        Message line = CommandMessages.line(command);
        // The request for confirmation is replaced by the result.
        String edited = prompts.editableReference(handle, command).orElse(command.editReference());
        String answered = command.replyReference();
        if (edited != null) {
            Message message = sentMessages
                    .findMessage(handle, command.workspace(), channel, edited)
                    .map(original -> CommandMessages.edited(original, line))
                    .orElse(line);
            enqueue(handle, command, channel, new Placement.EditOf(command.conversation(), edited), message);
        } else if (answered != null) {
            enqueue(handle, command, channel, new Placement.ReplyTo(command.conversation(), answered), line);
        }
    }

    private void enqueue(Handle handle, Command command, UUID channel, Placement placement, Message message) {
        outbox.enqueue(
                handle, List.of(NewDelivery.of(command.workspace(), channel, command.taskUid(), placement, message)));
    }
}
