package dev.taskping.relay.conversation.handler;

import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.command.LaunchHistory;
import dev.taskping.relay.command.LaunchTarget;
import dev.taskping.relay.command.grammar.SpellingSuggester;
import dev.taskping.relay.conversation.reply.BotReply;
import dev.taskping.relay.conversation.reply.ReplyTexts;
import dev.taskping.relay.conversation.sender.MemberRequest;
import dev.taskping.relay.conversation.task.TaskCandidate;
import dev.taskping.relay.conversation.task.TaskMatch;
import dev.taskping.relay.conversation.task.TaskSelection;
import dev.taskping.relay.delivery.outbox.ChannelTask;
import dev.taskping.relay.delivery.outbox.ReplyOption;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Submits launches; asks back if the template's name seems misspelt, and offers what can be launched. */
@ApplicationScoped
class LaunchCommandHandler {

    private static final int RECENT_TEMPLATES = 100;

    private final CommandSubmitter submitter;
    private final LaunchHistory history;

    LaunchCommandHandler(CommandSubmitter submitter, LaunchHistory history) {
        this.submitter = submitter;
        this.history = history;
    }

    /**
     * Launches a template.
     *
     * @param candidates the tasks that the person may mean; the templates that these offer are spelt right
     */
    BotReply launch(
            Handle handle,
            MemberRequest request,
            Verb.Launch launch,
            TaskSelection selection,
            List<TaskCandidate> candidates) {
        TaskView task = request.task();
        List<NextLaunch> next = task == null ? List.of() : task.next();
        Optional<LaunchTarget> target = LaunchTarget.resolve(launch, next);
        if (target.isEmpty()) {
            return task == null ? BotReply.brief(ReplyTexts.noTask()) : options(handle, request, List.of());
        }
        String template = target.get().template();
        Optional<String> meant = selection == TaskSelection.OPTION
                ? Optional.empty()
                : misspelt(handle, request, template, next, candidates);
        return meant.isPresent()
                ? didYouMean(request, launch, template, meant.get())
                : submitter.submit(handle, request, target.get(), BotReply.popUp("▶ Launching " + template));
    }

    /** The template that the person probably meant, if none of this name is known. */
    private Optional<String> misspelt(
            Handle handle,
            MemberRequest request,
            String template,
            List<NextLaunch> next,
            List<TaskCandidate> candidates) {
        List<String> named = Stream.concat(
                        next.stream(), candidates.stream().flatMap(candidate -> candidate.task().next().stream()))
                .map(NextLaunch::template)
                .toList();
        if (named.contains(template)) {
            return Optional.empty();
        }
        List<String> before = recentTemplates(handle, request, RECENT_TEMPLATES);
        return before.contains(template)
                ? Optional.empty()
                : SpellingSuggester.nearest(
                        template, Stream.concat(named.stream(), before.stream()).toList());
    }

    private static BotReply didYouMean(MemberRequest request, Verb.Launch launch, String template, String meant) {
        @Nullable ChannelTask about = about(request);
        return BotReply.asking(
                ReplyTexts.didYouMean(template, meant),
                List.of(
                        new ReplyOption("▶ Launch " + meant, new Verb.Launch(meant, launch.parameters()), about),
                        new ReplyOption("No, launch " + template, launch, about)));
    }

    /** Offers what can be launched after the task or after one of these tasks; otherwise what was launched before. */
    BotReply options(Handle handle, MemberRequest request, List<TaskCandidate> candidates) {
        TaskView task = request.task();
        List<ReplyOption> options = new ArrayList<>();
        if (task != null) {
            task.next().forEach(next -> options.add(option(next, "", about(request))));
        }
        for (TaskCandidate candidate : candidates) {
            String after = candidates.size() == 1 ? "" : " after " + candidate.name();
            candidate.task().next().forEach(next -> options.add(option(next, after, candidate.channelTask())));
        }
        if (options.isEmpty()) {
            recentTemplates(handle, request, TaskMatch.MOST)
                    .forEach(template -> options.add(option(new NextLaunch(template, Map.of()), "", about(request))));
        }
        return options.isEmpty()
                ? BotReply.brief(ReplyTexts.nothingNext())
                : BotReply.asking(
                        ReplyTexts.launchWhat(),
                        options.stream().limit(TaskMatch.MOST).toList());
    }

    private static ReplyOption option(NextLaunch next, String after, @Nullable ChannelTask about) {
        return new ReplyOption(
                "▶ Launch " + next.template() + after, new Verb.Launch(next.template(), next.parameters()), about);
    }

    /** An option about the task of the request. */
    private static @Nullable ChannelTask about(MemberRequest request) {
        TaskView task = request.task();
        return task == null
                ? null
                : new ChannelTask(request.channel().id(), task.task().uid());
    }

    private List<String> recentTemplates(Handle handle, MemberRequest request, int limit) {
        RegisteredChannel channel = request.channel();
        return history.recentTemplates(handle, channel.workspace(), channel.cluster(), request.namespace(), limit);
    }
}
