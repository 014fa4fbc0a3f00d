package dev.taskping.relay.conversation;

import dev.taskping.relay.action.Action;
import dev.taskping.relay.action.ActionStore;
import dev.taskping.relay.action.CommandParser.Parsed;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.conversation.ReplySender.Place;
import dev.taskping.relay.conversation.TaskResolver.Answered;
import dev.taskping.relay.platform.database.DatabaseAccess;
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
        Optional<MemberRequest> request = senderAuthorizer.member(handle, List.of(channel), press);
        if (request.isEmpty()) {
            return senderAuthorizer.refuseOnce(handle, bot, press);
        }
        BotReply reply = senderAuthorizer
                .turnedAway(handle, request.get(), action.get().verb().words())
                .orElseGet(() -> pressed(handle, request.get(), action.get()));
        audit.answered(handle, request.get(), new Parsed.Understood(action.get().verb()), reply);
        if (reply.popUp().isEmpty()) {
            say(
                    handle,
                    Place.below(press, channel, action.get().taskUid()),
                    reply,
                    request.get().member().personId());
        }
        return reply.popUp();
    }

    /** A button of a message that is gone, of another bot, or of nobody's making. */
    private String unknown(Handle handle, MemberRequest request) {
        return senderAuthorizer
                .turnedAway(handle, request, "")
                .map(BotReply::popUp)
                .orElseGet(() -> {
                    refusalRecorder.count(handle, request, "press a button", "it is unknown here");
                    return "This button no longer works.";
                });
    }

    /** Decides on what stands behind a button, however it was taken. */
    BotReply pressed(Handle handle, MemberRequest request, Action action) {
        return pendingOptions
                .forbidden(handle, request, action)
                .orElseGet(() -> allowed(handle, request.by(action.id()), action));
    }

    private BotReply allowed(Handle handle, MemberRequest request, Action action) {
        if (action.verb() instanceof Verb.Confirm reply && reply.command() != null) {
            UUID command = reply.command();
            return reply.needs().isGivenTo(request.member().role())
                    ? confirmationHandler.take(handle, request, reply, command)
                    : commandRouter.refused(handle, request, reply);
        }
        TaskSelection selection = action.offer() == null ? TaskSelection.PRESSED : TaskSelection.CHOSEN;
        String taskUid = action.taskUid();
        if (taskUid == null) {
            return commandRouter.decide(handle, request, action.verb(), selection, List.of());
        }
        Optional<TaskView> task = context.task(handle, new Answered(request.channel(), taskUid));
        return task.isEmpty()
                ? BotReply.brief(ReplyTexts.noTask())
                : commandRouter.decide(
                        handle,
                        request.about(request.member(), request.channel(), task.get()),
                        action.verb(),
                        selection,
                        List.of());
    }

    /** Says an answer, and asks what it asks. */
    void say(Handle handle, Place place, BotReply reply, UUID personId) {
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
