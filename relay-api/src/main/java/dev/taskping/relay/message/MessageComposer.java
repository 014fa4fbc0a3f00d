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

/** Composes the default message about an event. Pure. */
public final class MessageComposer {

    private static final String JOB = "Job";

    /** The label by which whoever may write the Job lets replies retry it. */
    private static final String ALLOW_RETRY = "taskping.dev/allow-retry";

    /** The label of Jobs from a template, whose rules decide again about a retry. */
    private static final String OF_A_LAUNCH = "taskping.dev/launch";

    private MessageComposer() {}

    /**
     * A button that has no id yet.
     *
     * @param label what it says
     * @param replyText the reply that means the same where there are no buttons
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

    /** The buttons below an event: the next launches, commands on the Job, the log, the status. */
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

    /** Commands on a Job; the relay and the cluster decide about permission when somebody presses. */
    private static List<Offer> whileItRuns(TaskEvent event) {
        boolean runs =
                event.data().outcome() == null && event.data().task().kind().equals(JOB);
        return runs
                ? List.of(
                        // The reply is "halt": mobile carriers act on "stop" themselves.
                        new Offer("⏹ Stop", "halt", new Verb.Stop()),
                        new Offer("📌 Keep", "keep", new Verb.Keep()),
                        new Offer("⏱ Extend 1 h", "extend 1h", new Verb.Extend(Duration.ofHours(1))))
                : List.of();
    }

    /** A retry is offered after a failure, if the cluster would allow it. */
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

    /** Shown only from the second attempt on. */
    private static @Nullable String attempt(@Nullable TaskAttempt taskAttempt) {
        if (taskAttempt == null || taskAttempt.number() < 2) {
            return null;
        }
        return taskAttempt.most() == null
                ? "" + taskAttempt.number()
                : taskAttempt.number() + " of " + taskAttempt.most();
    }

    /** Two decimals; for short runs two significant digits, so that they do not all show 0.00. */
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
