package dev.taskping.relay.conversation;

import dev.taskping.relay.action.SpellingSuggester;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.command.LaunchTarget;
import dev.taskping.relay.command.LaunchedTemplates;
import dev.taskping.relay.action.Verb;
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
    private final LaunchedTemplates launched;

    LaunchCommandHandler(CommandSubmitter commandSubmitter, LaunchedTemplates launched) {
        this.commandSubmitter = commandSubmitter;
        this.launched = launched;
    }

    /**
     * Launches.
     *
     * @param around tasks that the person may have had in mind, for guesses at what was mistyped
     */
    Reply launch(Handle handle, RequestContext requestContext, Verb.Launch launch, IntentConfidence intentConfidence, List<Known> around) {
        TaskView task = requestContext.task();
        List<NextLaunch> next = task == null ? List.of() : task.next();
        Optional<LaunchTarget> target = LaunchTarget.resolve(launch, next);
        if (target.isEmpty()) {
            return task == null ? Reply.brief(ReplyTexts.noTask()) : options(handle, requestContext, List.of());
        }
        String template = target.get().template();
        Optional<String> meant =
                intentConfidence == IntentConfidence.CHOSEN ? Optional.empty() : misspelt(handle, requestContext, template, next, around);
        return meant.isPresent()
                ? didYouMean(requestContext, launch, template, meant.get())
                : commandSubmitter.submit(handle, requestContext, target.get(), Reply.popUp("▶ Launching " + template));
    }

    /** What else it can have been meant to be, if nothing says that there is such a template. */
    private Optional<String> misspelt(
            Handle handle, RequestContext requestContext, String template, List<NextLaunch> next, List<Known> around) {
        List<String> named = Stream.concat(
                        next.stream(), around.stream().flatMap(known -> known.view().next().stream()))
                .map(NextLaunch::template)
                .toList();
        if (named.contains(template)) {
            return Optional.empty();
        }
        List<String> before = launchedBefore(handle, requestContext, REMEMBERED);
        return before.contains(template)
                ? Optional.empty()
                : SpellingSuggester.nearest(
                        template, Stream.concat(named.stream(), before.stream()).toList());
    }

    private static Reply didYouMean(RequestContext requestContext, Verb.Launch launch, String template, String meant) {
        @Nullable Answered about = about(requestContext);
        return Reply.asking(
                ReplyTexts.didYouMean(template, meant),
                List.of(
                        new Choice("▶ Launch " + meant, new Verb.Launch(meant, launch.parameters()), about),
                        new Choice("No, launch " + template, launch, about)));
    }

    /** Offers what may be launched after the task, or after any of these; failing that, what was launched before. */
    Reply options(Handle handle, RequestContext requestContext, List<Known> around) {
        TaskView task = requestContext.task();
        List<Choice> choices = new ArrayList<>();
        if (task != null) {
            task.next().forEach(next -> choices.add(choice(next, "", about(requestContext))));
        }
        for (Known known : around) {
            String after =
                    around.size() == 1 ? "" : " after " + known.view().task().name();
            known.view().next().forEach(next -> choices.add(choice(next, after, known.where())));
        }
        if (choices.isEmpty()) {
            launchedBefore(handle, requestContext, TaskChoice.MOST)
                    .forEach(template -> choices.add(choice(new NextLaunch(template, Map.of()), "", about(requestContext))));
        }
        return choices.isEmpty()
                ? Reply.brief(ReplyTexts.nothingNext())
                : Reply.asking(
                        ReplyTexts.launchWhat(),
                        choices.stream().limit(TaskChoice.MOST).toList());
    }

    private static Choice choice(NextLaunch next, String after, @Nullable Answered about) {
        return new Choice(
                "▶ Launch " + next.template() + after, new Verb.Launch(next.template(), next.parameters()), about);
    }

    /** What is chosen is about what was asked about. */
    private static @Nullable Answered about(RequestContext requestContext) {
        TaskView task = requestContext.task();
        return task == null ? null : new Answered(requestContext.channel(), task.task().uid());
    }

    private List<String> launchedBefore(Handle handle, RequestContext requestContext, int limit) {
        RegisteredChannel channel = requestContext.channel();
        TaskView task = requestContext.task();
        String namespace = task == null || task.cluster() == null
                ? channel.key().namespace()
                : task.task().namespace();
        return launched.of(handle, channel.workspace(), channel.cluster(), namespace, limit);
    }
}
