package dev.taskping.relay.message;

import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Progress;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.TaskAttempt;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Action;
import dev.taskping.protocol.message.Message.Fact;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.protocol.time.DurationFormat;
import dev.taskping.relay.action.Verb;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says an event in words. Pure. */
public final class MessageComposer {

    private static final String JOB = "Job";

    /** Set by whoever may write the Job: it may be made again in answer to a message. */
    private static final String ALLOW_RETRY = "taskping.dev/allow-retry";

    /** On Jobs that came from a template, which decides again whether they may be made again. */
    private static final String OF_A_LAUNCH = "taskping.dev/launch";

    private MessageComposer() {}

    /**
     * A button to be.
     *
     * @param label what it says
     * @param replyText what means the same where there are no buttons
     * @param verb what it asks for
     */
    public record Offer(String label, String replyText, Verb verb) {

        /** As a part of a message, once it has an id. */
        public Action withId(String id) {
            return new Action(id, label, replyText);
        }
    }

    /**
     * The message that tells of an event, without the log.
     *
     * @param event the event
     * @param actions what may be answered with one press
     */
    public static Message compose(TaskEvent event, List<Action> actions) {
        Outcome outcome = event.data().outcome();
        return new Message(title(event), severity(outcome), text(event), facts(event), null, actions, null);
    }

    private static String text(TaskEvent event) {
        Outcome outcome = event.data().outcome();
        Progress progress = event.data().progress();
        if (progress != null) {
            return ProgressFormat.text(progress);
        }
        return outcome == null || outcome.message() == null ? "" : outcome.message();
    }

    /** What may be asked for in answer to an event: the next launches, what can be done to the Job, the log, the status. */
    public static List<Offer> offers(TaskEvent event) {
        List<Offer> offers = new ArrayList<>();
        List<NextLaunch> next = event.data().next();
        for (int i = 0; i < next.size(); i++) {
            NextLaunch launch = next.get(i);
            offers.add(new Offer(
                    "▶ Launch " + launch.template(),
                    i == 0 ? "launch next" : "launch " + launch.template(),
                    new Verb.Launch(launch.template(), launch.parameters())));
        }
        offers.addAll(again(event));
        offers.add(new Offer("Logs", "logs", new Verb.Logs(Verb.Logs.DEFAULT_LINES)));
        offers.add(new Offer("Status", "status", new Verb.Status()));
        offers.addAll(whileItRuns(event));
        return List.copyOf(offers);
    }

    /** What can be done to a Job; whether this person may, and the cluster lets them, is decided when they press. */
    private static List<Offer> whileItRuns(TaskEvent event) {
        boolean runs =
                event.data().outcome() == null && event.data().task().kind().equals(JOB);
        return runs
                ? List.of(
                        // Typed, it is "halt": to "stop" a carrier of text messages listens itself.
                        new Offer("⏹ Stop", "halt", new Verb.Stop()),
                        new Offer("📌 Keep", "keep", new Verb.Keep()),
                        new Offer("⏱ Extend 1 h", "extend 1h", new Verb.Extend(Duration.ofHours(1))))
                : List.of();
    }

    /** The same work again is offered where it went wrong and the cluster would make it. */
    private static List<Offer> again(TaskEvent event) {
        TaskIdentity task = event.data().task();
        Outcome outcome = event.data().outcome();
        boolean wrong = outcome != null && outcome.result() != Result.SUCCEEDED;
        boolean allowed =
                "true".equals(task.labels().get(ALLOW_RETRY)) || task.labels().containsKey(OF_A_LAUNCH);
        return wrong && allowed && task.kind().equals(JOB)
                ? List.of(new Offer("↻ Retry", "retry", new Verb.Retry()))
                : List.of();
    }

    private static String title(TaskEvent event) {
        String name = event.data().task().name();
        Outcome outcome = event.data().outcome();
        if (outcome == null) {
            Progress progress = event.data().progress();
            return "🏃 " + name + (progress == null ? " started" : ProgressFormat.title(progress));
        }
        return switch (outcome.result()) {
            case SUCCEEDED -> "✅ " + name + " succeeded";
            case FAILED -> "❌ " + name + " failed";
            case CANCELLED -> "🚫 " + name + " was cancelled";
            case GONE -> "❔ " + name + " ended unseen";
        };
    }

    private static Severity severity(@Nullable Outcome outcome) {
        if (outcome == null) {
            return Severity.INFO;
        }
        return switch (outcome.result()) {
            case SUCCEEDED -> Severity.SUCCESS;
            case FAILED -> Severity.ERROR;
            case CANCELLED, GONE -> Severity.WARNING;
        };
    }

    private static List<Fact> facts(TaskEvent event) {
        List<Fact> facts = new ArrayList<>();
        TaskData data = event.data();
        Outcome outcome = data.outcome();
        data.timing().duration().ifPresent(duration -> facts.add(new Fact("Duration", DurationFormat.words(duration))));
        if (data.progress() != null) {
            facts.addAll(ProgressFormat.facts(data.progress(), data.timing().started(), event.time()));
        }
        if (outcome != null) {
            add(
                    facts,
                    "Exit code",
                    outcome.exitCode() == null ? null : outcome.exitCode().toString());
            add(facts, "Verdict", outcome.verdict());
            add(facts, "Reason", outcome.reason());
            add(facts, "Attempt", attempt(data.attempts()));
            add(facts, "Pod", outcome.failedPod());
        }
        if (data.usage() != null && data.usage().gpus() > 0) {
            add(facts, "GPU-hours", gpuHours(data.usage().gpuHours()));
        }
        add(facts, "Namespace", data.task().namespace());
        return facts;
    }

    /** Only worth a line where it was not the first. */
    private static @Nullable String attempt(@Nullable TaskAttempt taskAttempt) {
        if (taskAttempt == null || taskAttempt.number() < 2) {
            return null;
        }
        return taskAttempt.most() == null
                ? "" + taskAttempt.number()
                : taskAttempt.number() + " of " + taskAttempt.most();
    }

    /** Two digits after the point; of short runs two digits that count, so that they are not all 0.00. */
    private static String gpuHours(double hours) {
        return hours >= 0.1 || hours <= 0
                ? String.format(Locale.ROOT, "%.2f", hours)
                : new BigDecimal(hours).round(new MathContext(2)).toPlainString();
    }

    private static void add(List<Fact> facts, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            facts.add(new Fact(name, value));
        }
    }
}
