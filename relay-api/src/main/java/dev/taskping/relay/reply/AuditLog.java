package dev.taskping.relay.reply;

import dev.taskping.protocol.channel.Permission;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.Actor.Source;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.command.CommandLine.Parsed;
import dev.taskping.relay.command.Verb;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** Who asked for what in a chat, and what was decided: every update that somebody meant for us leaves a line. */
@ApplicationScoped
class AuditLog {

    private final AuditTrail trail;

    AuditLog(AuditTrail trail) {
        this.trail = trail;
    }

    /** Writes a decision down, in the transaction that carries it out. */
    void record(Handle handle, Asked asked, String what, Decision decision, String reason) {
        String subject =
                asked.task() == null ? null : "task " + asked.task().task().uid();
        trail.record(handle, actor(asked.channel(), asked.incoming(), asked.who()), what, subject, decision, reason);
    }

    /** The same for somebody who may be a stranger. */
    void record(
            Handle handle,
            RegisteredChannel channel,
            Incoming incoming,
            String what,
            Decision decision,
            String reason) {
        trail.record(handle, actor(channel, incoming, incoming.sender().shown()), what, null, decision, reason);
    }

    /** The same where no update was made of what came in: only who claims to have sent it is known. */
    void record(Handle handle, String workspace, String who, String what, String decision, String reason) {
        trail.record(
                handle,
                new Actor(workspace, Source.CHAT, who, null, null, null),
                what,
                null,
                Decision.valueOf(decision.toUpperCase(Locale.ROOT)),
                reason);
    }

    /** Writes down that an account became a person's, or stopped being it. */
    void pairing(Handle handle, RegisteredChannel channel, Incoming incoming, String what, String person) {
        trail.record(
                handle,
                actor(channel, incoming, incoming.sender().shown()),
                what,
                person,
                Decision.ACCEPTED,
                "in namespace " + channel.key().namespace());
    }

    /** Writes down what was answered, if nothing was so far: what people read, and what they are told is no command. */
    void answered(Handle handle, Asked asked, Parsed parsed, Answer answer) {
        boolean silence = answer.message().isEmpty() && answer.popUp().isEmpty();
        if (silence || trail.hasRecorded(handle)) {
            return;
        }
        switch (parsed) {
            case Parsed.NotUnderstood wrong ->
                record(handle, asked, "say something", Decision.REFUSED, "it is no command");
            case Parsed.Understood(Verb verb) -> {
                boolean reads = verb.needs() == Permission.READ && !(verb instanceof Verb.Pick);
                record(
                        handle,
                        asked,
                        verb.words(),
                        reads ? Decision.ACCEPTED : Decision.REFUSED,
                        reads ? "told" : reason(answer));
            }
        }
    }

    private static String reason(Answer answer) {
        return answer.choices().isEmpty()
                ? "told: " + answer.message().map(Message::title).orElse(answer.popUp())
                : "asked back";
    }

    private static Actor actor(RegisteredChannel channel, Incoming incoming, String who) {
        return new Actor(
                channel.workspace(),
                Source.CHAT,
                who,
                channel.cluster(),
                channel.key().toString(),
                incoming.sender().shown());
    }
}
