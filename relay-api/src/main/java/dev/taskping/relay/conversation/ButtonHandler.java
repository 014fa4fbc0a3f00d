package dev.taskping.relay.conversation;

import dev.taskping.relay.action.Action;
import dev.taskping.relay.action.ActionStore;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.command.grammar.CommandParser.Parsed;
import dev.taskping.relay.conversation.reply.BotReply;
import dev.taskping.relay.conversation.reply.ReplySender;
import dev.taskping.relay.conversation.sender.ConversationAudit;
import dev.taskping.relay.conversation.sender.MemberRequest;
import dev.taskping.relay.conversation.sender.SenderAuthorizer;
import dev.taskping.relay.conversation.sender.SenderLockout;
import dev.taskping.relay.delivery.outbox.ReplyTarget;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Handles presses of buttons. */
@ApplicationScoped
class ButtonHandler {

    private final ActionStore actions;
    private final SenderAuthorizer authorizer;
    private final ActionHandler actionHandler;
    private final ReplySender replies;
    private final SenderLockout refusals;
    private final ConversationAudit audit;

    ButtonHandler(
            ActionStore actions,
            SenderAuthorizer authorizer,
            ActionHandler actionHandler,
            ReplySender replies,
            SenderLockout refusals,
            ConversationAudit audit) {
        this.actions = actions;
        this.authorizer = authorizer;
        this.actionHandler = actionHandler;
        this.replies = replies;
        this.refusals = refusals;
        this.audit = audit;
    }

    /** Handles a press; returns the text to pop up, which may be empty. */
    String handle(Handle handle, Bot bot, InboundUpdate.Press press) {
        Optional<Action> found = bot.channels().stream()
                .flatMap(channel -> actions.find(handle, channel.workspace(), channel.id(), press.actionId()).stream())
                .findFirst();
        if (found.isEmpty()) {
            return authorizer
                    .identify(handle, bot.channels(), press)
                    .map(request -> unknown(handle, request))
                    .orElseGet(() -> authorizer.refuseStranger(handle, bot, press));
        }
        Action action = found.get();
        RegisteredChannel channel = bot.channel(action.channelId()).orElseThrow();
        return authorizer
                .identify(handle, List.of(channel), press)
                .map(request -> handle(handle, request, press, action))
                .orElseGet(() -> authorizer.refuseStranger(handle, bot, press));
    }

    private String handle(Handle handle, MemberRequest request, InboundUpdate.Press press, Action action) {
        BotReply reply = authorizer
                .refusal(handle, request, action.verb().words())
                .orElseGet(() -> actionHandler.take(handle, request, action));
        audit.replied(handle, request, new Parsed.Understood(action.verb()), reply);
        if (reply.popUp().isEmpty()) {
            replies.send(
                    handle,
                    ReplyTarget.below(press, request.channel(), action.taskUid()),
                    reply,
                    request.member().personId());
        }
        return reply.popUp();
    }

    /** A button that the relay does not know: its message is gone, or it belongs to another bot. */
    private String unknown(Handle handle, MemberRequest request) {
        return authorizer.refusal(handle, request, "").map(BotReply::popUp).orElseGet(() -> {
            refusals.count(handle, request, "press a button", "it is unknown here");
            return "This button no longer works.";
        });
    }
}
