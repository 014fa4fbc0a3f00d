package dev.taskping.relay.conversation.handler;

import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.relay.conversation.reply.BotReply;
import dev.taskping.relay.conversation.reply.ReplyTexts;
import dev.taskping.relay.conversation.sender.ConversationAudit;
import dev.taskping.relay.conversation.sender.MemberRequest;
import dev.taskping.relay.people.Unpairing;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Handle;

/** Unpairs the account of a person who asks for it. */
@ApplicationScoped
class UnpairingHandler {

    private final Unpairing unpairing;
    private final ConversationAudit audit;

    UnpairingHandler(Unpairing unpairing, ConversationAudit audit) {
        this.unpairing = unpairing;
        this.audit = audit;
    }

    BotReply unpair(Handle handle, MemberRequest request) {
        ProviderAccount account = request.update().sender();
        unpairing.unpair(
                handle, ConversationAudit.actor(request), request.member().personId(), account);
        audit.pairing(
                handle,
                request.channel(),
                request.update(),
                "unpair " + account.shown(),
                request.member().name());
        return BotReply.brief(ReplyTexts.line(
                Severity.INFO,
                "👋 This account is no longer " + request.member().name() + "'s in namespace "
                        + request.channel().key().namespace()
                        + ". Whoever manages the channel can give you a new code."));
    }
}
