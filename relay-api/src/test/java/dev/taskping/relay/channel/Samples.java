package dev.taskping.relay.channel;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Timing;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Action;
import dev.taskping.protocol.message.Message.Fact;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Messages as the relay would send them. */
public final class Samples {

    private static final Instant NOW = Instant.parse("2026-03-01T02:40:00Z");

    private Samples() {}

    /** A training run that went well, with something to launch next. */
    public static Message succeeded(String log) {
        return new Message(
                "✅ train-llm succeeded",
                Severity.SUCCESS,
                "",
                List.of(new Fact("Duration", "3 h 12 min"), new Fact("GPU-hours", "25.6"), new Fact("Namespace", "ml")),
                new LogExcerpt(log, false),
                List.of(
                        new Action("a1b2c3", "Launch evaluate", "launch next"),
                        new Action("d4e5f6", "Logs", "logs"),
                        new Action("g7h8i9", "Status", "status")),
                URI.create("https://taskping.example.org/tasks/42"));
    }

    /** A message of every part, each with this text. */
    public static Message of(String title, String text, String factName, String factValue, String label, String log) {
        return new Message(
                title,
                Severity.WARNING,
                text,
                List.of(new Fact(factName, factValue)),
                new LogExcerpt(log, true),
                List.of(new Action("0123456789abcdefghijkl", label, "launch next")),
                null);
    }

    /** The event behind {@link #succeeded}, without its log. */
    public static TaskEvent event() {
        String uid = "0b7c6a52-6d3c-4b0e-9a57-1f1f3b9c2d10";
        return new TaskEvent(
                TaskEvent.idOf(uid, 0, TaskEventType.FINISHED),
                URI.create("/clusters/lab/namespaces/ml/jobs/train-llm"),
                TaskEventType.FINISHED,
                uid,
                NOW,
                new TaskData(
                        new TaskIdentity("Job", "ml", "train-llm", uid, Map.of()),
                        Outcome.of(Result.SUCCEEDED, "Completed", null),
                        Timing.UNKNOWN,
                        null,
                        null,
                        List.of(),
                        List.of()));
    }

    /** A message about {@link #event} to the channel's own destination. */
    public static Notification notification(Message message) {
        return notification(message, new Placement.Fresh());
    }

    /** A message about {@link #event}. */
    public static Notification notification(Message message, Placement placement) {
        TaskEvent event = event();
        return new Notification(UUID.randomUUID(), NOW, message, event, event.subject(), placement);
    }

    /** A log of numbered lines. */
    public static String log(int lines) {
        StringBuilder log = new StringBuilder();
        for (int i = 1; i <= lines; i++) {
            log.append("step ")
                    .append(i)
                    .append('/')
                    .append(lines)
                    .append(" loss=")
                    .append(1.0 / i)
                    .append('\n');
        }
        return log.toString();
    }
}
