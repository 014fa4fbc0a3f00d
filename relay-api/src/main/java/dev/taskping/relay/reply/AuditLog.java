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
        trail.record(handle, actor(asked), what, subject, decision, reason);
    }

    /** The same for an account that may be a stranger's, or is only claimed to be who asks. */
    void record(
            Handle handle, RegisteredChannel channel, Account account, String what, Decision decision, String reason) {
        trail.record(handle, actor(channel, account, account.shown()), what, null, decision, reason);
    }

    /** Writes down that an account became a person's, or stopped being it. */
    void pairing(Handle handle, RegisteredChannel channel, Incoming incoming, String what, String person) {
        trail.record(
                handle,
                actor(channel, incoming.sender(), incoming.sender().shown()),
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

    /** A person who asks. */
    static Actor actor(Asked asked) {
        return actor(asked.channel(), asked.incoming().sender(), asked.who());
    }

    private static Actor actor(RegisteredChannel channel, Account account, String who) {
        return new Actor(
                channel.workspace(),
                Source.CHAT,
                who,
                channel.cluster(),
                channel.key().toString(),
                account.shown());
    }
}
