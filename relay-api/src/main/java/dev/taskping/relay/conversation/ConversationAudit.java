package dev.taskping.relay.conversation;

import dev.taskping.protocol.channel.Permission;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.action.CommandParser.Parsed;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.Actor.Source;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.ProviderAccount;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Handle;

/** Who asked for what in a chat, and what was decided: every update that somebody meant for us leaves a line. */
@ApplicationScoped
public class ConversationAudit {

    private final AuditTrail trail;

    ConversationAudit(AuditTrail trail) {
        this.trail = trail;
    }

    /** Writes a decision down, in the transaction that carries it out. */
    public void record(Handle handle, MemberRequest request, String what, Decision decision, String reason) {
        String subject =
                request.task() == null ? null : "task " + request.task().task().uid();
        trail.record(handle, actor(request), what, subject, decision, reason);
    }

    /** The same for an account that may be a stranger's, or is only claimed to be who asks. */
    public void record(
            Handle handle,
            RegisteredChannel channel,
            ProviderAccount account,
            String what,
            Decision decision,
            String reason) {
        trail.record(handle, actor(channel, account, account.shown()), what, null, decision, reason);
    }

    /** Writes down that an account became a person's, or stopped being it. */
    void pairing(Handle handle, RegisteredChannel channel, InboundUpdate update, String what, String person) {
        trail.record(
                handle,
                actor(channel, update.sender(), update.sender().shown()),
                what,
                person,
                Decision.ACCEPTED,
                "in namespace " + channel.key().namespace());
    }

    /** Writes down what was answered, if nothing was so far: what people read, and what they are told is no command. */
    void answered(Handle handle, MemberRequest request, Parsed parsed, BotReply reply) {
        boolean silence = reply.message().isEmpty() && reply.popUp().isEmpty();
        if (silence || trail.hasRecorded(handle)) {
            return;
        }
        switch (parsed) {
            case Parsed.NotUnderstood wrong ->
                record(handle, request, "say something", Decision.REFUSED, "it is no command");
            case Parsed.Understood(Verb verb) -> {
                boolean reads = verb.needs() == Permission.READ && !(verb instanceof Verb.Pick);
                record(
                        handle,
                        request,
                        verb.words(),
                        reads ? Decision.ACCEPTED : Decision.REFUSED,
                        reads ? "told" : reason(reply));
            }
        }
    }

    private static String reason(BotReply reply) {
        return reply.choices().isEmpty()
                ? "told: " + reply.message().map(Message::title).orElse(reply.popUp())
                : "asked back";
    }

    /** A person who asks. */
    static Actor actor(MemberRequest request) {
        return actor(request.channel(), request.incoming().sender(), request.who());
    }

    private static Actor actor(RegisteredChannel channel, ProviderAccount account, String who) {
        return new Actor(
                channel.workspace(),
                Source.CHAT,
                who,
                channel.cluster(),
                channel.key().toString(),
                account.shown());
    }
}
