package dev.taskping.relay.message;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Progress;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Usage;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.template.TemplateVariables;
import dev.taskping.relay.channel.render.SafeCut;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a template's variables for one event, by the names in {@link TemplateVariables}. */
final class TemplateValues {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private static final int LINES = 10;
    private static final int LINES_CHARACTERS = 1_000;

    private TemplateValues() {}

    /**
     * The values.
     *
     * @param byDefault the default message, whose title and facts are variables, too
     */
    static Map<String, @Nullable Object> of(TaskEvent event, Message byDefault) {
        Map<String, @Nullable Object> values = new HashMap<>(TemplateVariables.emptyValues());
        TaskData data = event.data();
        TaskIdentity task = data.task();
        values.put("title", byDefault.title());
        values.put("task.name", task.name());
        values.put("task.namespace", task.namespace());
        values.put("task.kind", task.kind());
        values.put("task.uid", task.uid());
        task.labels().forEach((name, value) -> values.put(TemplateVariables.LABELS + name, value));
        values.put("started", event.type() == TaskEventType.STARTED);
        values.put("running", event.type() == TaskEventType.PROGRESS);
        values.put("finished", event.type() == TaskEventType.FINISHED);
        outcome(values, data.outcome());
        byDefault.facts().stream()
                .filter(fact -> fact.name().equals("Duration") || fact.name().equals("Running for"))
                .forEach(fact -> values.put("duration", fact.value()));
        values.put("time.queued", minute(data.timing().queued()));
        values.put("time.started", minute(data.timing().started()));
        values.put("time.finished", minute(data.timing().finished()));
        values.put("attempt", fact(byDefault, "Attempt"));
        usage(values, byDefault, data.usage());
        progress(values, byDefault, data.progress());
        log(values, data.log());
        values.put(
                "facts",
                byDefault.facts().stream()
                        .map(fact -> Map.of("name", fact.name(), "value", fact.value()))
                        .toList());
        values.put(
                "next",
                data.next().stream()
                        .map(next -> Map.of("template", next.template()))
                        .toList());
        return values;
    }

    private static void outcome(Map<String, @Nullable Object> values, @Nullable Outcome outcome) {
        if (outcome == null) {
            return;
        }
        Result result = outcome.result();
        values.put("succeeded", result == Result.SUCCEEDED);
        values.put("failed", result == Result.FAILED);
        values.put("cancelled", result == Result.CANCELLED);
        values.put("gone", result == Result.GONE);
        values.put(
                "outcome.result",
                switch (result) {
                    case SUCCEEDED -> "Succeeded";
                    case FAILED -> "Failed";
                    case CANCELLED -> "Cancelled";
                    case GONE -> "Gone";
                });
        values.put("outcome.reason", outcome.reason());
        values.put("outcome.message", outcome.message());
        values.put("outcome.verdict", outcome.verdict());
        values.put("outcome.exitCode", outcome.exitCode());
        values.put("outcome.pod", outcome.failedPod());
        values.put("outcome.container", outcome.container());
    }

    private static void usage(Map<String, @Nullable Object> values, Message byDefault, @Nullable Usage usage) {
        if (usage != null && usage.gpus() > 0) {
            values.put("usage.gpus", usage.gpus());
            values.put("usage.gpuHours", fact(byDefault, "GPU-hours"));
        }
    }

    private static void progress(Map<String, @Nullable Object> values, Message byDefault, @Nullable Progress progress) {
        if (progress != null) {
            Double fraction = progress.fraction();
            values.put("progress.percent", fraction == null ? null : Math.round(fraction * 100));
            values.put("progress.text", progress.text());
            values.put("progress.remaining", fact(byDefault, "Time left"));
        }
    }

    private static void log(Map<String, @Nullable Object> values, @Nullable LogExcerpt log) {
        if (log == null || log.tail().isBlank()) {
            return;
        }
        List<String> lines = log.tail().stripTrailing().lines().toList();
        values.put("log.lastLine", SafeCut.head(lines.getLast(), LINES_CHARACTERS));
        String last = String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
        values.put("log.lastLines", SafeCut.tail(last, LINES_CHARACTERS));
    }

    private static @Nullable String fact(Message message, String name) {
        return message.facts().stream()
                .filter(fact -> fact.name().equals(name))
                .map(Message.Fact::value)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String minute(@Nullable Instant time) {
        return time == null ? null : MINUTE.format(time);
    }
}
