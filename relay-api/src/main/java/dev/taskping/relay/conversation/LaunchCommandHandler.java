package dev.taskping.relay.conversation;

import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.relay.action.SpellingSuggester;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.command.LaunchHistory;
import dev.taskping.relay.command.LaunchTarget;
import dev.taskping.relay.conversation.TaskResolver.Answered;
import dev.taskping.relay.conversation.TaskResolver.Known;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Turns a person's wish to launch into a command, or into a question if it can hardly be meant as it was written. */
@ApplicationScoped
class LaunchCommandHandler {

    private static final int REMEMBERED = 100;

    private final CommandSubmitter commandSubmitter;
    private final LaunchHistory launched;

    LaunchCommandHandler(CommandSubmitter commandSubmitter, LaunchHistory launched) {
        this.commandSubmitter = commandSubmitter;
        this.launched = launched;
    }

    /**
     * Launches.
     *
     * @param around tasks that the person may have had in mind, for guesses at what was mistyped
     */
    BotReply launch(
            Handle handle, MemberRequest request, Verb.Launch launch, TaskSelection selection, List<Known> around) {
        TaskView task = request.task();
        List<NextLaunch> next = task == null ? List.of() : task.next();
        Optional<LaunchTarget> target = LaunchTarget.resolve(launch, next);
        if (target.isEmpty()) {
            return task == null ? BotReply.brief(ReplyTexts.noTask()) : options(handle, request, List.of());
        }
        String template = target.get().template();
        Optional<String> meant = selection == TaskSelection.CHOSEN
                ? Optional.empty()
                : misspelt(handle, request, template, next, around);
        return meant.isPresent()
                ? didYouMean(request, launch, template, meant.get())
                : commandSubmitter.submit(handle, request, target.get(), BotReply.popUp("▶ Launching " + template));
    }

    /** What else it can have been meant to be, if nothing says that there is such a template. */
    private Optional<String> misspelt(
            Handle handle, MemberRequest request, String template, List<NextLaunch> next, List<Known> around) {
        List<String> named = Stream.concat(
                        next.stream(), around.stream().flatMap(known -> known.view().next().stream()))
                .map(NextLaunch::template)
                .toList();
        if (named.contains(template)) {
            return Optional.empty();
        }
        List<String> before = launchedBefore(handle, request, REMEMBERED);
        return before.contains(template)
                ? Optional.empty()
                : SpellingSuggester.nearest(
                        template, Stream.concat(named.stream(), before.stream()).toList());
    }

    private static BotReply didYouMean(MemberRequest request, Verb.Launch launch, String template, String meant) {
        @Nullable Answered about = about(request);
        return BotReply.asking(
                ReplyTexts.didYouMean(template, meant),
                List.of(
                        new ReplyOption("▶ Launch " + meant, new Verb.Launch(meant, launch.parameters()), about),
                        new ReplyOption("No, launch " + template, launch, about)));
    }

    /** Offers what may be launched after the task, or after any of these; failing that, what was launched before. */
    BotReply options(Handle handle, MemberRequest request, List<Known> around) {
        TaskView task = request.task();
        List<ReplyOption> choices = new ArrayList<>();
        if (task != null) {
            task.next().forEach(next -> choices.add(choice(next, "", about(request))));
        }
        for (Known known : around) {
            String after =
                    around.size() == 1 ? "" : " after " + known.view().task().name();
            known.view().next().forEach(next -> choices.add(choice(next, after, known.where())));
        }
        if (choices.isEmpty()) {
            launchedBefore(handle, request, TaskMatch.MOST)
                    .forEach(template -> choices.add(choice(new NextLaunch(template, Map.of()), "", about(request))));
        }
        return choices.isEmpty()
                ? BotReply.brief(ReplyTexts.nothingNext())
                : BotReply.asking(
                        ReplyTexts.launchWhat(),
                        choices.stream().limit(TaskMatch.MOST).toList());
    }

    private static ReplyOption choice(NextLaunch next, String after, @Nullable Answered about) {
        return new ReplyOption(
                "▶ Launch " + next.template() + after, new Verb.Launch(next.template(), next.parameters()), about);
    }

    /** What is chosen is about what was asked about. */
    private static @Nullable Answered about(MemberRequest request) {
        TaskView task = request.task();
        return task == null ? null : new Answered(request.channel(), task.task().uid());
    }

    private List<String> launchedBefore(Handle handle, MemberRequest request, int limit) {
        RegisteredChannel channel = request.channel();
        TaskView task = request.task();
        String namespace = task == null || task.cluster() == null
                ? channel.key().namespace()
                : task.task().namespace();
        return launched.of(handle, channel.workspace(), channel.cluster(), namespace, limit);
    }
}
