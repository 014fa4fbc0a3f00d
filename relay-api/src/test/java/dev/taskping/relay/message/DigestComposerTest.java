package dev.taskping.relay.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Timing;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Fact;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DigestComposerTest {

    private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void failuresComeFirst() {
        Message digest = DigestComposer.compose(List.of(
                news("ml", "a", null),
                news("ml", "b", new Outcome(Result.SUCCEEDED, "Completed", "", null, 0, null, null)),
                news(
                        "ml",
                        "c",
                        new Outcome(Result.FAILED, "BackoffLimitExceeded", "", "OutOfMemory", 137, "c-x", "m"))));
        assertThat(digest.title()).isEqualTo("📬 3 tasks: 1 succeeded, 1 failed, 1 started");
        assertThat(digest.severity()).isEqualTo(Severity.ERROR);
        assertThat(digest.text())
                .startsWith(
                        """
                        ❌ c failed · OutOfMemory · 1 min 30 s
                        ✅ b succeeded · 1 min 30 s
                        🏃 a started
                        """);
        assertThat(digest.facts()).containsExactly(new Fact("Namespace", "ml"));
    }

    @Test
    void severalNamespacesAreNamed() {
        Message digest = DigestComposer.compose(List.of(news("ml", "a", null), news("ops", "b", null)));
        assertThat(digest.text()).startsWith("🏃 a started · ml\n🏃 b started · ops\n");
        assertThat(digest.facts()).isEmpty();
    }

    /** Telegram: 4096 UTF-16 units after entity parsing, Bot API {@code sendMessage}; names of Jobs have up to 63. */
    @Test
    void largestDigestFitsIntoOneMessage() {
        String longest = "j".repeat(63);
        Outcome outcome = new Outcome(Result.FAILED, "BackoffLimitExceeded", "", "DeadlineExceeded", 137, "p", "m");
        Message digest = DigestComposer.compose(IntStream.range(0, 32)
                .mapToObj(number -> news("ml", longest, outcome))
                .toList());
        assertThat(digest.title().length() + digest.text().length() + 100).isLessThan(4096);
        assertThat(digest.text().split(longest, -1)).hasSize(33);
    }

    private static Notification news(String namespace, String name, @Nullable Outcome outcome) {
        TaskEventType type = outcome == null ? TaskEventType.STARTED : TaskEventType.FINISHED;
        TaskData data = new TaskData(
                new TaskIdentity("Job", namespace, name, name, Map.of()),
                outcome,
                new Timing(null, STARTED, outcome == null ? null : STARTED.plusSeconds(90)),
                null,
                null,
                List.of(),
                List.of());
        TaskEvent event =
                new TaskEvent(name + "/0/" + type.transition(), URI.create("/clusters/lab"), type, name, STARTED, data);
        return new Notification(
                UUID.randomUUID(),
                STARTED,
                MessageComposer.compose(event, List.of()),
                event,
                name,
                new Placement.Fresh());
    }
}
