package dev.taskping.relay.conversation.sender;

import dev.taskping.protocol.channel.Permission;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.Actor.Source;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.relay.command.grammar.CommandParser.Parsed;
import dev.taskping.relay.conversation.reply.BotReply;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Handle;

/** Records conversations in the audit: one line for each update that is addressed to a bot. */
@ApplicationScoped
public class ConversationAudit {

    private final AuditTrail trail;

    ConversationAudit(AuditTrail trail) {
        this.trail = trail;
    }

    /** Records a decision, in the transaction that carries it out. */
    public void record(Handle handle, MemberRequest request, String what, Decision decision, String reason) {
        String subject =
                request.task() == null ? null : "task " + request.task().task().uid();
        trail.record(handle, actor(request), what, subject, decision, reason);
    }

    /** The same for an account that may belong to a stranger, or whose sender may be forged. */
    public void record(
            Handle handle,
            RegisteredChannel channel,
            ProviderAccount account,
            String what,
            Decision decision,
            String reason) {
        trail.record(handle, actor(channel, account, account.shown()), what, null, decision, reason);
    }

    /** Records that an account was bound to a person, or taken from them. */
    public void pairing(Handle handle, RegisteredChannel channel, InboundUpdate update, String what, String person) {
        trail.record(
                handle,
                actor(channel, update.sender(), update.sender().shown()),
                what,
                person,
                Decision.ACCEPTED,
                "in namespace " + channel.key().namespace());
    }

    /** Records a reply whose decision was not recorded: a query, or a text that was no command. */
    public void replied(Handle handle, MemberRequest request, Parsed parsed, BotReply reply) {
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
        return reply.options().isEmpty()
                ? "told: " + reply.message().map(Message::title).orElse(reply.popUp())
                : "asked back";
    }

    /** The member who sent the request. */
    public static Actor actor(MemberRequest request) {
        return actor(request.channel(), request.update().sender(), request.auditName());
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
