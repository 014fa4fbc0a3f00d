package dev.taskping.relay.conversation;

import dev.taskping.relay.action.Verb;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.conversation.handler.CommandRouter;
import dev.taskping.relay.conversation.handler.MuteHandler;
import dev.taskping.relay.conversation.reply.BotReply;
import dev.taskping.relay.conversation.reply.ReplyTexts;
import dev.taskping.relay.conversation.reply.TaskMessages;
import dev.taskping.relay.conversation.sender.MemberRequest;
import dev.taskping.relay.conversation.sender.SenderAuthorizer;
import dev.taskping.relay.conversation.task.TaskCandidate;
import dev.taskping.relay.conversation.task.TaskMatch;
import dev.taskping.relay.conversation.task.TaskResolver;
import dev.taskping.relay.conversation.task.TaskResolver.AnsweredMessage;
import dev.taskping.relay.conversation.task.TaskSelection;
import dev.taskping.relay.delivery.outbox.ReplyOption;
import dev.taskping.relay.people.Member;
import dev.taskping.relay.people.MembershipStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Finds the task that a typed command is about, or asks which one; then hands the command to the router. */
@ApplicationScoped
class TypedCommandHandler {

    /** How many of the latest tasks are considered; for an older task a person replies to its message. */
    private static final int LATEST_TASKS = 20;

    private final SenderAuthorizer authorizer;
    private final MembershipStore members;
    private final TaskResolver tasks;
    private final MuteHandler mutes;
    private final CommandRouter router;

    TypedCommandHandler(
            SenderAuthorizer authorizer,
            MembershipStore members,
            TaskResolver tasks,
            MuteHandler mutes,
            CommandRouter router) {
        this.authorizer = authorizer;
        this.members = members;
        this.tasks = tasks;
        this.mutes = mutes;
        this.router = router;
    }

    BotReply handle(Handle handle, ReceivedText received, MemberRequest request, Verb verb) {
        return received.answered().isPresent()
                ? inAnswer(handle, received, request, received.answered().get(), verb)
                : onItsOwn(handle, received, request, verb);
    }

    /** It is unclear which task of a digest is meant, so the bot asks. */
    private BotReply inAnswer(
            Handle handle, ReceivedText received, MemberRequest request, AnsweredMessage answered, Verb verb) {
        String reference = received.text().replyTo();
        boolean digest = reference != null && tasks.isDigest(handle, answered, reference);
        if (digest && !concernsNoTask(verb)) {
            return BotReply.of(ReplyTexts.manyTasks());
        }
        MemberRequest aboutTask = tasks.find(handle, answered.channel(), answered.taskUid())
                .map(task -> request.about(request.member(), answered.channel(), task))
                .orElse(request);
        return router.handle(handle, aboutTask, verb, TaskSelection.EXPLICIT, List.of());
    }

    private BotReply onItsOwn(Handle handle, ReceivedText received, MemberRequest request, Verb verb) {
        List<RegisteredChannel> permitted =
                authorizer.permittedChannels(handle, received.channels(), received.text(), verb.needs());
        if (concernsNoTask(verb) || permitted.isEmpty()) {
            return router.handle(handle, request, verb, TaskSelection.EXPLICIT, List.of());
        }
        List<TaskCandidate> latest = tasks.latest(handle, received.bot(), permitted, LATEST_TASKS);
        if (verb instanceof Verb.Status && latest.size() > 1) {
            return BotReply.of(TaskMessages.status(latest.stream()
                    .limit(TaskMatch.MOST)
                    .map(TaskCandidate::task)
                    .toList()));
        }
        if (verb instanceof Verb.Options) {
            return router.handle(handle, request, verb, TaskSelection.EXPLICIT, latest);
        }
        List<TaskCandidate> eligible = verb instanceof Verb.Unmute
                ? mutes.muted(handle, request.channel().workspace(), latest)
                : latest;
        return switch (TaskMatch.of(verb, eligible)) {
            case TaskMatch.None none -> router.handle(handle, request, verb, TaskSelection.EXPLICIT, latest);
            case TaskMatch.One(TaskCandidate candidate) -> about(handle, request, candidate, verb);
            case TaskMatch.Several(List<TaskCandidate> candidates) -> whichOne(verb, candidates);
        };
    }

    private static boolean concernsNoTask(Verb verb) {
        return verb instanceof Verb.Help || verb instanceof Verb.Unpair;
    }

    /** In a private chat the task may belong to another channel of the same person; the role on that channel counts. */
    private BotReply about(Handle handle, MemberRequest request, TaskCandidate candidate, Verb verb) {
        Member member = members.member(
                        handle, candidate.channel(), request.update().sender())
                .orElseThrow();
        return router.handle(
                handle,
                request.about(member, candidate.channel(), candidate.task()),
                verb,
                TaskSelection.INFERRED,
                List.of());
    }

    private static BotReply whichOne(Verb verb, List<TaskCandidate> candidates) {
        return BotReply.asking(
                ReplyTexts.whichOne(verb),
                candidates.stream()
                        .map(candidate -> new ReplyOption(label(verb, candidate), verb, candidate.channelTask()))
                        .toList());
    }

    private static String label(Verb verb, TaskCandidate candidate) {
        return verb instanceof Verb.Launch
                ? verb.words() + " after " + candidate.name()
                : verb.words() + " " + candidate.name();
    }
}
