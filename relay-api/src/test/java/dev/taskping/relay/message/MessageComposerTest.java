package dev.taskping.relay.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.TaskAttempt;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Timing;
import dev.taskping.protocol.event.Usage;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Action;
import dev.taskping.protocol.message.Message.Fact;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.command.CommandMessages;
import dev.taskping.relay.message.MessageComposer.Offer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageComposerTest {

    private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Outcome OUT_OF_MEMORY = new Outcome(
            Result.FAILED, "BackoffLimitExceeded", "Ran out of memory.", "OutOfMemory", 137, "train-llm-0", "main");

    private static TaskEvent event(@Nullable Outcome outcome, @Nullable Usage usage, List<NextLaunch> next) {
        TaskEventType type = outcome == null ? TaskEventType.STARTED : TaskEventType.FINISHED;
        Timing timing = new Timing(null, STARTED, outcome == null ? null : STARTED.plus(Duration.ofMinutes(192)));
        TaskIdentity task = new TaskIdentity("Job", "ml", "train-llm", "u1", Map.of());
        TaskData data = new TaskData(task, outcome, timing, usage, null, List.of(), next);
        return new TaskEvent(
                "u1/0/x", URI.create("/clusters/lab/namespaces/ml/jobs/train-llm"), type, "u1", STARTED, data);
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED, ✅ train-llm succeeded, SUCCESS",
        "FAILED, ❌ train-llm failed, ERROR",
        "CANCELLED, 🚫 train-llm was cancelled, WARNING",
        "GONE, ❔ train-llm ended unseen, WARNING"
    })
    void titleShowsTheOutcome(Result result, String title, Severity severity) {
        Message message = MessageComposer.compose(event(Outcome.of(result, null, null), null, List.of()), List.of());
        assertThat(message.title()).isEqualTo(title);
        assertThat(message.severity()).isEqualTo(severity);
    }

    @Test
    void startHasNoOutcome() {
        Message message = MessageComposer.compose(event(null, null, List.of()), List.of());
        assertThat(message.title()).isEqualTo("🏃 train-llm started");
        assertThat(message.facts()).containsExactly(new Fact("Namespace", "ml"));
    }

    @Test
    void factsAreOrderedByImportance() {
        Message message = MessageComposer.compose(event(OUT_OF_MEMORY, new Usage(8, 25.6), List.of()), List.of());
        assertThat(message.text()).isEqualTo("Ran out of memory.");
        assertThat(message.facts())
                .containsExactly(
                        new Fact("Duration", "3 h 12 min"),
                        new Fact("Exit code", "137"),
                        new Fact("Verdict", "OutOfMemory"),
                        new Fact("Reason", "BackoffLimitExceeded"),
                        new Fact("Pod", "train-llm-0"),
                        new Fact("GPU-hours", "25.60"),
                        new Fact("Namespace", "ml"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"1, 4, -", "2, 4, 2 of 4", "3, -, 3"})
    void attemptIsShownFromTheSecondOn(int number, @Nullable Integer most, @Nullable String words) {
        TaskEvent event = event(OUT_OF_MEMORY, null, List.of());
        TaskEvent retried = new TaskEvent(
                event.id(),
                event.source(),
                event.type(),
                event.subject(),
                event.time(),
                event.data().withAttempts(new TaskAttempt(number, most)));
        assertThat(MessageComposer.compose(retried, List.of()).facts())
                .filteredOn(fact -> fact.name().equals("Attempt"))
                .extracting(Fact::value)
                .isEqualTo(words == null ? List.of() : List.of(words));
    }

    @Test
    void buttonsAreNextLaunchesThenLogsAndStatus() {
        List<Offer> offers = MessageComposer.offers(event(
                OUT_OF_MEMORY,
                null,
                List.of(new NextLaunch("evaluate", Map.of("ckpt", "best")), new NextLaunch("export", Map.of()))));
        assertThat(offers)
                .extracting(Offer::replyText)
                .containsExactly("launch next", "launch export", "logs", "status");
        assertThat(offers.getFirst().verb()).isEqualTo(new Verb.Launch("evaluate", Map.of("ckpt", "best")));
        assertThat(offers.getFirst().withId("abc")).isEqualTo(new Action("abc", "▶ Launch evaluate", "launch next"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Job     | running   |                             | logs, status, halt, keep, extend 1h
                    Session | running   |                             | logs, status
                    Job     | FAILED    |                             | logs, status
                    Job     | FAILED    | taskping.dev/allow-retry    | retry, logs, status
                    Job     | CANCELLED | taskping.dev/launch         | retry, logs, status
                    Job     | SUCCEEDED | taskping.dev/allow-retry    | logs, status
                    Session | FAILED    | taskping.dev/allow-retry    | logs, status
                    """)
    void buttonsFitTheStateOfTheJob(String kind, String state, @Nullable String label, String offered) {
        TaskEvent event = new TaskEvent(
                "6f1c/0/any",
                URI.create("/clusters/lab"),
                state.equals("running") ? TaskEventType.STARTED : TaskEventType.FINISHED,
                "6f1c",
                Instant.EPOCH,
                new TaskData(
                        new TaskIdentity(
                                kind, "ml", "train-llm", "6f1c", label == null ? Map.of() : Map.of(label, "true")),
                        state.equals("running") ? null : Outcome.of(Result.valueOf(state), null, null),
                        Timing.UNKNOWN,
                        null,
                        null,
                        List.of(),
                        List.of()));
        assertThat(MessageComposer.offers(event).stream().map(Offer::replyText).collect(Collectors.joining(", ")))
                .isEqualTo(offered);
    }

    @Test
    void pressedMessageLosesOnlyItsButtons() {
        Message original = MessageComposer.compose(
                event(OUT_OF_MEMORY, null, List.of()), List.of(new Action("abc", "▶ Launch evaluate", "launch next")));
        Message edited = CommandMessages.edited(original, Message.line(Severity.SUCCESS, "🚀 Launched"));
        assertThat(edited.actions()).isEmpty();
        assertThat(edited.text()).isEqualTo("Ran out of memory.\n\n🚀 Launched");
        assertThat(edited.title()).isEqualTo(original.title());
        assertThat(edited.facts()).isEqualTo(original.facts());
    }
}
