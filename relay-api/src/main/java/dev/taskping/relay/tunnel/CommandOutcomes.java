package dev.taskping.relay.tunnel;

import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.relay.account.Caller;
import dev.taskping.relay.channel.Notification.Placement;
import dev.taskping.relay.command.Command;
import dev.taskping.relay.command.CommandStore;
import dev.taskping.relay.command.ConfirmationQuestions;
import dev.taskping.relay.notify.CommandMessages;
import dev.taskping.relay.notify.DeliveryStore;
import dev.taskping.relay.notify.NewDelivery;
import dev.taskping.relay.notify.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Writes down how commands ended, and tells who asked, in the place where they asked. */
@ApplicationScoped
class CommandOutcomes {

    private static final Logger LOG = Logger.getLogger(CommandOutcomes.class);

    private final Jdbi jdbi;
    private final CommandStore commands;
    private final DeliveryStore deliveries;
    private final Outbox outbox;
    private final Instance<ConfirmationQuestions> questions;
    private final MeterRegistry metrics;

    CommandOutcomes(
            Jdbi jdbi,
            CommandStore commands,
            DeliveryStore deliveries,
            Outbox outbox,
            @Any Instance<ConfirmationQuestions> questions,
            MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.commands = commands;
        this.deliveries = deliveries;
        this.outbox = outbox;
        this.questions = questions;
        this.metrics = metrics;
    }

    /** Takes what a cluster says of a command; of several final results the first counts. */
    void take(Caller.Cluster cluster, CommandResult result) {
        UUID id;
        try {
            id = UUID.fromString(result.commandId());
        } catch (IllegalArgumentException e) {
            LOG.warnf(
                    "Cluster %s sent a result for '%s', which is no command of ours", cluster.id(), result.commandId());
            return;
        }
        jdbi.useTransaction(handle -> commands.answer(handle, cluster.workspace(), cluster.id(), id, result)
                .ifPresent(command -> say(handle, command)));
    }

    @Scheduled(every = "10s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void expire() {
        boolean more = true;
        while (more) {
            more = jdbi.inTransaction(handle -> {
                List<Command> expired = commands.expire(handle);
                expired.forEach(command -> tell(handle, command));
                return !expired.isEmpty();
            });
        }
    }

    /** Without anybody who can put the question with buttons, the person is told what it waits for. */
    private void say(Handle handle, Command command) {
        if (command.state() == Command.State.AWAITING_CONFIRMATION && questions.isResolvable()) {
            questions.get().ask(handle, command);
        } else {
            tell(handle, command);
        }
    }

    private void tell(Handle handle, Command command) {
        metrics.counter("taskping.commands", "state", command.state().id()).increment();
        LOG.infof("Command %s for cluster %s: %s", command.id(), command.cluster(), command.state());
        UUID channel = command.channelId();
        if (channel == null) {
            return;
        }
        Message line = CommandMessages.line(command);
        // Where the person was asked whether it is meant, there the end of it belongs.
        String edited = questions.isResolvable()
                ? questions.get().placeOf(handle, command).orElse(command.editReference())
                : command.editReference();
        String answered = command.replyReference();
        if (edited != null) {
            Message message = deliveries
                    .messageOf(handle, command.workspace(), channel, edited)
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
