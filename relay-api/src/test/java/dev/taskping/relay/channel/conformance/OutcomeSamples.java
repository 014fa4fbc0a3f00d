package dev.taskping.relay.channel.conformance;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Timing;
import dev.taskping.protocol.event.Usage;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Action;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.message.DigestComposer;
import dev.taskping.relay.message.MessageComposer;
import dev.taskping.relay.message.MessageComposer.Offer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every kind of news that people get, by name, composed as the relay composes it. */
final class OutcomeSamples {

    private static final Instant STARTED = Instant.parse("2026-03-01T00:00:00Z");
    private static final String LOADED = "loading checkpoint best.pt\nresuming at epoch 7\n";

    private OutcomeSamples() {}

    static Set<String> names() {
        return all().keySet();
    }

    static Notification of(String name) {
        return Objects.requireNonNull(all().get(name), name);
    }

    static Map<String, Notification> all() {
        Map<String, Notification> all = new LinkedHashMap<>();
        all.put("started", news("train-llm", null, "", null));
        all.put(
                "succeeded",
                news(
                        "train-llm",
                        new Outcome(Result.SUCCEEDED, "Completed", "", null, 0, null, null),
                        "epoch 10/10 loss=0.0312 acc=0.981\nsaved best.pt (1.4 GB)\n",
                        new Usage(8, 25.6)));
        all.put(
                "failed",
                news(
                        "preprocess-2026-03-01",
                        failure("BackoffLimitExceeded", "", "Error", 1, "preprocess-2026-03-01-x7k2p"),
                        "reading s3://corpus/shard-0041.parquet\nTraceback (most recent call last):\n"
                                + "  File \"prep.py\", line 88, in <module>\n    rows = table[\"text\"]\nKeyError: 'text'\n",
                        null));
        all.put(
                "out-of-memory",
                news(
                        "train-llm",
                        failure(
                                "BackoffLimitExceeded",
                                "Container main used more memory than its limit of 16Gi and was killed.",
                                "OutOfMemory",
                                137,
                                "train-llm-x7k2p"),
                        LOADED + "step 4100/9000 batch=64\n",
                        new Usage(1, 0.75)));
        all.put(
                "timed-out",
                news(
                        "nightly-eval",
                        failure(
                                "DeadlineExceeded",
                                "Job was active longer than specified deadline",
                                "DeadlineExceeded",
                                null,
                                "nightly-eval-x7k2p"),
                        LOADED + "evaluated 812 of 1000 prompts\n",
                        null));
        all.put("cancelled", news("sweep-lr-3e-4", Outcome.of(Result.CANCELLED, "Deleted", ""), "", null));
        all.put(
                "ended-unseen",
                news(
                        "train-llm",
                        Outcome.of(
                                Result.GONE,
                                "Unseen",
                                "It was deleted while nobody watched; how it ended is not known."),
                        "",
                        null));
        all.put("digest", digest());
        all.put("test", plain("test", Message.line(Severity.INFO, "👋 TaskPing reaches channel ml/ml-telegram")));
        all.put(
                "launched",
                plain("launched", Message.line(Severity.SUCCESS, "🚀 Launched evaluate-x7f2 — asked by Mia")));
        return all;
    }

    private static Outcome failure(
            String reason, String message, String verdict, @Nullable Integer exitCode, String pod) {
        return new Outcome(Result.FAILED, reason, message, verdict, exitCode, pod, "main");
    }

    private static Notification digest() {
        List<Notification> news = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            Outcome outcome = i == 4
                    ? failure("BackoffLimitExceeded", "", "OutOfMemory", 137, "sweep-4-x7k2p")
                    : new Outcome(Result.SUCCEEDED, "Completed", "", null, 0, null, null);
            news.add(news("sweep-" + i, outcome, "", null));
        }
        return plain("digest", DigestComposer.compose(news));
    }

    private static Notification plain(String name, Message message) {
        return new Notification(id(name), STARTED, message, null, null, new Placement.Fresh());
    }

    private static Notification news(String job, @Nullable Outcome outcome, String log, @Nullable Usage usage) {
        TaskEventType type = outcome == null ? TaskEventType.STARTED : TaskEventType.FINISHED;
        String uid = id(job).toString();
        Timing timing = new Timing(null, STARTED, outcome == null ? null : STARTED.plus(Duration.ofMinutes(192)));
        LogExcerpt excerpt = log.isEmpty() ? null : new LogExcerpt(log, true);
        boolean succeeded = outcome != null && outcome.result() == Result.SUCCEEDED;
        TaskEvent event = new TaskEvent(
                TaskEvent.idOf(uid, 0, type),
                URI.create("/clusters/lab/namespaces/ml/jobs/" + job),
                type,
                uid,
                STARTED,
                new TaskData(
                        new TaskIdentity("Job", "ml", job, uid, Map.of("team", "ml")),
                        outcome,
                        timing,
                        usage,
                        excerpt,
                        List.of(),
                        succeeded ? List.of(new NextLaunch("evaluate", Map.of("checkpoint", "best"))) : List.of()));
        Message message = MessageComposer.compose(event, actions(event));
        return new Notification(
                id(job + type + (outcome == null ? "" : outcome.reason())),
                STARTED,
                message.withLog(excerpt),
                event,
                uid,
                new Placement.Fresh());
    }

    /** As the relay puts them under the end of a task. */
    private static List<Action> actions(TaskEvent event) {
        List<Action> actions = new ArrayList<>();
        for (Offer offer : event.data().outcome() == null ? List.<Offer>of() : MessageComposer.offers(event)) {
            actions.add(offer.withId("action-" + (actions.size() + 1)));
        }
        return actions;
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
