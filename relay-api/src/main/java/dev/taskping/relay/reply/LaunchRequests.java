package dev.taskping.relay.reply;

import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.command.Command;
import dev.taskping.relay.command.CommandStore;
import dev.taskping.relay.command.LaunchTarget;
import dev.taskping.relay.command.NewCommand;
import dev.taskping.relay.command.Submitted;
import dev.taskping.relay.command.Verb;
import dev.taskping.relay.database.DatabaseAccess;
import dev.taskping.relay.notify.CommandMessages;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Turns a person's wish to launch into a command, if the person may. */
@ApplicationScoped
class LaunchRequests {

    /** A cluster not heard of for so long is not there; the person is told that the command waits. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final CommandStore commands;
    private final AuditLog audit;
    private final Clock clock;

    LaunchRequests(CommandStore commands, AuditLog audit, Clock clock) {
        this.commands = commands;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Who asks, and about what.
     *
     * @param incoming the update
     * @param member who
     * @param channel where
     * @param task about what, if it is known
     */
    record Asked(Incoming incoming, Member member, RegisteredChannel channel, @Nullable TaskView task) {

        String who() {
            return member.name() + " (" + incoming.sender().shown() + ")";
        }
    }

    /** Decides, writes the decision down, and submits what is allowed. */
    Answer launch(Handle handle, Asked asked, Verb.Launch launch) {
        String what = "launch " + (launch.template() == null ? "next" : launch.template());
        Role role = asked.member.role();
        if (!role.includes(Role.LAUNCHER)) {
            audit.record(handle, asked.channel.workspace(), asked.who(), what, "refused", "role " + role);
            return Answer.brief(Answers.roleMissing(role, Role.LAUNCHER));
        }
        List<NextLaunch> next = asked.task == null ? List.of() : asked.task.next();
        Optional<LaunchTarget> target = LaunchTarget.resolve(launch, next);
        if (target.isEmpty()) {
            return Answer.brief(asked.task == null ? Answers.noTask() : Answers.nothingNext(asked.task));
        }
        String template = target.get().template();
        List<String> known = next.stream().map(NextLaunch::template).toList();
        Optional<String> near = known.contains(template) ? Optional.empty() : Spelling.nearest(template, known);
        if (near.isPresent()) {
            return Answer.brief(Answers.didYouMean(template, near.get()));
        }
        return submit(handle, asked, target.get());
    }

    private Answer submit(Handle handle, Asked asked, LaunchTarget target) {
        RegisteredChannel channel = asked.channel;
        TaskView task = asked.task;
        Incoming incoming = asked.incoming;
        Submitted submitted = commands.submit(
                handle,
                new NewCommand(
                        channel.workspace(),
                        channel.cluster(),
                        task == null || task.cluster() == null
                                ? channel.key().namespace()
                                : task.task().namespace(),
                        dedupKey(incoming),
                        task == null ? null : task.task().uid(),
                        asked.member.personId(),
                        new Requester(
                                asked.member.name(),
                                asked.member.role(),
                                incoming.sender().shown()),
                        target,
                        channel.id(),
                        incoming.chat(),
                        incoming instanceof Incoming.Text text ? text.messageId() : null,
                        incoming instanceof Incoming.Press press ? press.messageId() : null));
        String what = "launch " + target.template();
        String decision = submitted.alreadyKnown() ? "repeated" : "accepted";
        audit.record(
                handle,
                channel.workspace(),
                asked.who(),
                what,
                decision,
                submitted.id().toString());
        Command command =
                commands.find(handle, channel.workspace(), submitted.id()).orElseThrow();
        Message state = CommandMessages.line(command);
        if (submitted.alreadyKnown()) {
            return Answer.brief(state);
        }
        // The result comes by itself, usually within a second: saying so twice would be noise.
        return isConnected(handle, channel) ? Answer.popUp("▶ Launching " + target.template()) : Answer.brief(state);
    }

    private static String dedupKey(Incoming incoming) {
        return switch (incoming) {
            case Incoming.Press press -> "action:" + press.actionId();
            case Incoming.Text text -> text.sender().provider() + ":" + text.chat() + ":" + text.messageId();
        };
    }

    private boolean isConnected(Handle handle, RegisteredChannel channel) {
        return handle.createQuery(
                        "SELECT last_seen > :since FROM cluster WHERE workspace = :workspace AND id = :cluster")
                .bind("since", DatabaseAccess.now(clock).minus(SILENCE))
                .bind("workspace", channel.workspace())
                .bind("cluster", channel.cluster())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }
}
