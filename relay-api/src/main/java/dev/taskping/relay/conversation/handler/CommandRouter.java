package dev.taskping.relay.conversation.handler;

import dev.taskping.protocol.channel.Permission;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.conversation.reply.BotReply;
import dev.taskping.relay.conversation.reply.ReplyTexts;
import dev.taskping.relay.conversation.reply.TaskMessages;
import dev.taskping.relay.conversation.sender.MemberRequest;
import dev.taskping.relay.conversation.sender.SenderAuthorizer;
import dev.taskping.relay.conversation.sender.SenderLockout;
import dev.taskping.relay.conversation.task.TaskCandidate;
import dev.taskping.relay.conversation.task.TaskSelection;
import dev.taskping.relay.delivery.outbox.ChannelTask;
import dev.taskping.relay.delivery.outbox.ReplyOption;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Checks whether a member may give a command, and passes it to the handler of its kind. */
@ApplicationScoped
public class CommandRouter {

    private final LaunchCommandHandler launches;
    private final TaskCommandHandler tasks;
    private final MuteHandler mutes;
    private final UnpairingHandler unpairing;
    private final ConfirmationHandler confirmations;
    private final SenderLockout refusals;
    private final SenderAuthorizer authorizer;

    CommandRouter(
            LaunchCommandHandler launches,
            TaskCommandHandler tasks,
            MuteHandler mutes,
            UnpairingHandler unpairing,
            ConfirmationHandler confirmations,
            SenderLockout refusals,
            SenderAuthorizer authorizer) {
        this.launches = launches;
        this.tasks = tasks;
        this.mutes = mutes;
        this.unpairing = unpairing;
        this.confirmations = confirmations;
        this.refusals = refusals;
        this.authorizer = authorizer;
    }

    /**
     * Handles a command.
     *
     * @param request with the task that the command is about, if it is known
     * @param selection how the person selected that task
     * @param candidates the tasks that the person may mean, if none was named
     */
    public BotReply handle(
            Handle handle, MemberRequest given, Verb verb, TaskSelection selection, List<TaskCandidate> candidates) {
        MemberRequest request = acting(handle, given, verb);
        if (!verb.needs().isGivenTo(request.acting().role())) {
            return refuse(handle, request, verb);
        }
        if (verb.needs() == Permission.CONTROL && !request.acting().namespace().equals(request.namespace())) {
            refusals.countRole(handle, request, verb.words());
            return BotReply.brief(ReplyTexts.roleOfAnotherNamespace(verb, request.namespace()));
        }
        if (verb.changes() && request.isForgeable() && selection != TaskSelection.OPTION) {
            return withCode(request, verb);
        }
        return switch (verb) {
            case Verb.Help help -> BotReply.of(ReplyTexts.help(request.member()));
            case Verb.Unpair unpair -> unpairing.unpair(handle, request);
            case Verb.Launch launch -> launches.launch(handle, request, launch, selection, candidates);
            case Verb.Options options -> launches.options(handle, request, candidates);
            case Verb.Status status -> withTask(request, verb, task -> BotReply.of(TaskMessages.status(task)));
            case Verb.Logs logs -> withTask(request, verb, task -> BotReply.of(TaskMessages.logs(task, logs.lines())));
            case Verb.Retry retry -> withTask(request, verb, task -> tasks.retry(handle, request, task, selection));
            case Verb.Stop stop -> withTask(request, verb, task -> tasks.stop(handle, request, task, selection));
            case Verb.Keep keep -> withTask(request, verb, task -> tasks.keep(handle, request, task, selection));
            case Verb.Extend extend ->
                withTask(request, verb, task -> tasks.extend(handle, request, task, extend.by(), selection));
            case Verb.Mute mute -> withTask(request, verb, task -> mutes.mute(handle, request, task, mute.length()));
            case Verb.Unmute unmute -> withTask(request, verb, task -> mutes.unmute(handle, request, task));
            case Verb.Confirm confirm ->
                confirm.command() == null
                        ? BotReply.brief(ReplyTexts.nothingAsked())
                        : confirmations.take(handle, request, confirm, confirm.command());
            case Verb.Pick pick -> BotReply.brief(ReplyTexts.nothingAsked());
        };
    }

    /**
     * The request by who its sender is where the command takes effect. What only this channel shows or mutes is for this channel's people;
     * whether people of another namespace may launch is for the template to say.
     */
    private MemberRequest acting(Handle handle, MemberRequest request, Verb verb) {
        return switch (verb.needs()) {
            case READ, MUTE, ADMINISTER -> request;
            case LAUNCH, CONTROL -> {
                String namespace = verb instanceof Verb.Confirm confirm && confirm.command() != null
                        ? confirmations
                                .namespace(handle, request, confirm.command())
                                .orElseGet(request::namespace)
                        : request.namespace();
                yield authorizer.actingIn(handle, request, namespace);
            }
        };
    }

    private static BotReply withTask(MemberRequest request, Verb verb, Function<TaskView, BotReply> handling) {
        TaskView task = request.task();
        return task == null ? BotReply.brief(ReplyTexts.noTask(verb)) : handling.apply(task);
    }

    /** Offers the command under a code, which only the person's own telephone shows. */
    private static BotReply withCode(MemberRequest request, Verb verb) {
        TaskView task = request.task();
        String what =
                task == null ? verb.words() : verb.words() + " (" + task.task().name() + ")";
        ChannelTask about = task == null
                ? null
                : new ChannelTask(request.channel().id(), task.task().uid());
        return BotReply.asking(ReplyTexts.needsCode(), List.of(new ReplyOption(what, verb, about)));
    }

    private BotReply refuse(Handle handle, MemberRequest request, Verb verb) {
        refusals.countRole(handle, request, verb.words());
        return BotReply.brief(
                ReplyTexts.permissionMissing(verb, request.acting().role()));
    }
}
