package dev.taskping.relay.notify;

import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Progress;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Action;
import dev.taskping.protocol.message.Message.Fact;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.command.Verb;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says an event in words. Pure. */
public final class MessageComposer {

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
            return ProgressWords.text(progress);
        }
        return outcome == null || outcome.message() == null ? "" : outcome.message();
    }

    /** What may be asked for in answer to an event: the next launches, the log, the status. */
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
        offers.add(new Offer("Logs", "logs", new Verb.Logs(Verb.Logs.DEFAULT_LINES)));
        offers.add(new Offer("Status", "status", new Verb.Status()));
        return List.copyOf(offers);
    }

    private static String title(TaskEvent event) {
        String name = event.data().task().name();
        Outcome outcome = event.data().outcome();
        if (outcome == null) {
            Progress progress = event.data().progress();
            return "🏃 " + name + (progress == null ? " started" : ProgressWords.title(progress));
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
        data.timing().duration().ifPresent(duration -> facts.add(new Fact("Duration", Durations.words(duration))));
        if (data.progress() != null) {
            facts.addAll(ProgressWords.facts(data.progress(), data.timing().started(), event.time()));
        }
        if (outcome != null) {
            add(
                    facts,
                    "Exit code",
                    outcome.exitCode() == null ? null : outcome.exitCode().toString());
            add(facts, "Verdict", outcome.verdict());
            add(facts, "Reason", outcome.reason());
            add(facts, "Pod", outcome.failedPod());
        }
        if (data.usage() != null && data.usage().gpus() > 0) {
            add(facts, "GPU-hours", gpuHours(data.usage().gpuHours()));
        }
        add(facts, "Namespace", data.task().namespace());
        return facts;
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
