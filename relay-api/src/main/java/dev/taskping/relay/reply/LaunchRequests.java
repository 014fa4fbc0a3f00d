package dev.taskping.relay.reply;

import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.command.LaunchTarget;
import dev.taskping.relay.command.LaunchedTemplates;
import dev.taskping.relay.command.Verb;
import dev.taskping.relay.reply.TaskContext.Answered;
import dev.taskping.relay.reply.TaskContext.Known;
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
class LaunchRequests {

    private static final int REMEMBERED = 100;

    private final Submissions submissions;
    private final LaunchedTemplates launched;

    LaunchRequests(Submissions submissions, LaunchedTemplates launched) {
        this.submissions = submissions;
        this.launched = launched;
    }

    /**
     * Launches.
     *
     * @param around tasks that the person may have had in mind, for guesses at what was mistyped
     */
    Answer launch(Handle handle, Asked asked, Verb.Launch launch, Certainty certainty, List<Known> around) {
        TaskView task = asked.task();
        List<NextLaunch> next = task == null ? List.of() : task.next();
        Optional<LaunchTarget> target = LaunchTarget.resolve(launch, next);
        if (target.isEmpty()) {
            return task == null ? Answer.brief(Answers.noTask()) : options(handle, asked, List.of());
        }
        String template = target.get().template();
        Optional<String> meant =
                certainty == Certainty.CHOSEN ? Optional.empty() : misspelt(handle, asked, template, next, around);
        return meant.isPresent()
                ? didYouMean(asked, launch, template, meant.get())
                : submissions.submit(handle, asked, target.get(), Answer.popUp("▶ Launching " + template));
    }

    /** What else it can have been meant to be, if nothing says that there is such a template. */
    private Optional<String> misspelt(
            Handle handle, Asked asked, String template, List<NextLaunch> next, List<Known> around) {
        List<String> named = Stream.concat(
                        next.stream(), around.stream().flatMap(known -> known.view().next().stream()))
                .map(NextLaunch::template)
                .toList();
        if (named.contains(template)) {
            return Optional.empty();
        }
        List<String> before = launchedBefore(handle, asked, REMEMBERED);
        return before.contains(template)
                ? Optional.empty()
                : Spelling.nearest(
                        template, Stream.concat(named.stream(), before.stream()).toList());
    }

    private static Answer didYouMean(Asked asked, Verb.Launch launch, String template, String meant) {
        @Nullable Answered about = about(asked);
        return Answer.asking(
                Answers.didYouMean(template, meant),
                List.of(
                        new Choice("▶ Launch " + meant, new Verb.Launch(meant, launch.parameters()), about),
                        new Choice("No, launch " + template, launch, about)));
    }

    /** Offers what may be launched after the task, or after any of these; failing that, what was launched before. */
    Answer options(Handle handle, Asked asked, List<Known> around) {
        TaskView task = asked.task();
        List<Choice> choices = new ArrayList<>();
        if (task != null) {
            task.next().forEach(next -> choices.add(choice(next, "", about(asked))));
        }
        for (Known known : around) {
            String after =
                    around.size() == 1 ? "" : " after " + known.view().task().name();
            known.view().next().forEach(next -> choices.add(choice(next, after, known.where())));
        }
        if (choices.isEmpty()) {
            launchedBefore(handle, asked, TaskChoice.MOST)
                    .forEach(template -> choices.add(choice(new NextLaunch(template, Map.of()), "", about(asked))));
        }
        return choices.isEmpty()
                ? Answer.brief(Answers.nothingNext())
                : Answer.asking(
                        Answers.launchWhat(),
                        choices.stream().limit(TaskChoice.MOST).toList());
    }

    private static Choice choice(NextLaunch next, String after, @Nullable Answered about) {
        return new Choice(
                "▶ Launch " + next.template() + after, new Verb.Launch(next.template(), next.parameters()), about);
    }

    /** What is chosen is about what was asked about. */
    private static @Nullable Answered about(Asked asked) {
        TaskView task = asked.task();
        return task == null ? null : new Answered(asked.channel(), task.task().uid());
    }

    private List<String> launchedBefore(Handle handle, Asked asked, int limit) {
        RegisteredChannel channel = asked.channel();
        TaskView task = asked.task();
        String namespace = task == null || task.cluster() == null
                ? channel.key().namespace()
                : task.task().namespace();
        return launched.of(handle, channel.workspace(), channel.cluster(), namespace, limit);
    }
}
