package dev.taskping.relay.conversation;

import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.action.Action;
import dev.taskping.relay.action.ActionStore;
import dev.taskping.relay.action.CommandLine.Parsed;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.conversation.ReplySender.Place;
import dev.taskping.relay.conversation.TaskResolver.Answered;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Takes presses of buttons, and what a person named instead of pressing it. */
@ApplicationScoped
class ButtonHandler {

    /** How long a question about what was meant can be answered. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ActionStore actions;
    private final SenderAuthorizer senderAuthorizer;
    private final TaskResolver context;
    private final PendingOptions pendingOptions;
    private final ConfirmationHandler confirmationHandler;
    private final CommandRouter commandRouter;
    private final ReplySender replySender;
    private final RefusalRecorder refusalRecorder;
    private final ConversationAudit audit;
    private final Clock clock;

    ButtonHandler(
            ActionStore actions,
            SenderAuthorizer senderAuthorizer,
            TaskResolver context,
            PendingOptions pendingOptions,
            ConfirmationHandler confirmationHandler,
            CommandRouter commandRouter,
            ReplySender replySender,
            RefusalRecorder refusalRecorder,
            ConversationAudit audit,
            Clock clock) {
        this.actions = actions;
        this.senderAuthorizer = senderAuthorizer;
        this.context = context;
        this.pendingOptions = pendingOptions;
        this.confirmationHandler = confirmationHandler;
        this.commandRouter = commandRouter;
        this.replySender = replySender;
        this.refusalRecorder = refusalRecorder;
        this.audit = audit;
        this.clock = clock;
    }

    /** Takes a press; returns the words that pop up. */
    String take(Handle handle, Bot bot, InboundUpdate.Press press) {
        Optional<Action> action = bot.channels().stream()
                .flatMap(channel -> actions.find(handle, channel.workspace(), channel.id(), press.actionId()).stream())
                .findFirst();
        if (action.isEmpty()) {
            return senderAuthorizer
                    .member(handle, bot.channels(), press)
                    .map(member -> unknown(handle, member))
                    .orElseGet(() -> senderAuthorizer.refuseOnce(handle, bot, press));
        }
        RegisteredChannel channel = bot.channel(action.get().channelId()).orElseThrow();
        Optional<RequestContext> requestContext = senderAuthorizer.member(handle, List.of(channel), press);
        if (requestContext.isEmpty()) {
            return senderAuthorizer.refuseOnce(handle, bot, press);
        }
        Reply reply = senderAuthorizer
                .turnedAway(handle, requestContext.get(), action.get().verb().words())
                .orElseGet(() -> pressed(handle, requestContext.get(), action.get()));
        audit.answered(handle, requestContext.get(), new Parsed.Understood(action.get().verb()), reply);
        if (reply.popUp().isEmpty()) {
            say(
                    handle,
                    Place.below(press, channel, action.get().taskUid()),
                    reply,
                    requestContext.get().member().personId());
        }
        return reply.popUp();
    }

    /** A button of a message that is gone, of another bot, or of nobody's making. */
    private String unknown(Handle handle, RequestContext requestContext) {
        return senderAuthorizer.turnedAway(handle, requestContext, "").map(Reply::popUp).orElseGet(() -> {
            refusalRecorder.count(handle, requestContext, "press a button", "it is unknown here");
            return "This button no longer works.";
        });
    }

    /** Decides on what stands behind a button, however it was taken. */
    Reply pressed(Handle handle, RequestContext requestContext, Action action) {
        return pendingOptions.forbidden(handle, requestContext, action).orElseGet(() -> allowed(handle, requestContext.by(action.id()), action));
    }

    private Reply allowed(Handle handle, RequestContext requestContext, Action action) {
        if (action.verb() instanceof Verb.Confirm reply && reply.command() != null) {
            UUID command = reply.command();
            return reply.needs().isGivenTo(requestContext.member().role())
                    ? confirmationHandler.take(handle, requestContext, reply, command)
                    : commandRouter.refused(handle, requestContext, reply);
        }
        IntentConfidence intentConfidence = action.offer() == null ? IntentConfidence.PRESSED : IntentConfidence.CHOSEN;
        String taskUid = action.taskUid();
        if (taskUid == null) {
            return commandRouter.decide(handle, requestContext, action.verb(), intentConfidence, List.of());
        }
        Optional<TaskView> task = context.task(handle, new Answered(requestContext.channel(), taskUid));
        return task.isEmpty()
                ? Reply.brief(ReplyTexts.noTask())
                : commandRouter.decide(
                        handle,
                        requestContext.about(requestContext.member(), requestContext.channel(), task.get()),
                        action.verb(),
                        intentConfidence,
                        List.of());
    }

    /** Says an answer, and asks what it asks. */
    void say(Handle handle, Place place, Reply reply, UUID personId) {
        reply.message().ifPresent(message -> {
            if (reply.choices().isEmpty()) {
                replySender.say(handle, place, message);
            } else {
                replySender.ask(
                        handle,
                        place,
                        message,
                        reply.choices(),
                        personId,
                        DatabaseAccess.now(clock).plus(PATIENCE));
            }
        });
    }
}
