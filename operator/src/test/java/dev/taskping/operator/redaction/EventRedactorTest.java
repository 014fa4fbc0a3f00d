package dev.taskping.operator.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Progress;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.TaskAttempt;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Timing;
import dev.taskping.protocol.text.SecretPatterns;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventRedactorTest {

    private static final EventRedactor REDACTOR = new EventRedactor(SecretPatterns.with(List.of()));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password: hunter2 | password: [redacted]",
                "saved \u202Egnp.exe\u202C and \u2066x\u2069 | saved gnp.exe and x",
                "\u200Ea\u200Fb\u061Cc\u200Bd\uFEFFe\u2060f\u00ADg\uDB40\uDC41h | abcdefgh",
                "pass\u200Bword: hunter2 | password: [redacted]",
                "שלום 👩\u200D🚀 می\u200Cخواهم \u0601٣ | שלום 👩\u200D🚀 می\u200Cخواهم \u0601٣",
            })
    @Attack(
            by = Attacker.PROGRAM,
            tries = "to disguise a text by invisible or direction-changing characters",
            gets = "they are removed from log, outcome and progress before secrets are looked for")
    void everyTextThatAProgramWritesIsCleaned(String text, String clean) {
        assertThat(texts(REDACTOR.redact(event(text)))).hasSize(3).containsOnly(clean);
    }

    private static Stream<@Nullable String> texts(TaskEvent event) {
        TaskData data = event.data();
        assertThat(data)
                .as("everything else stays")
                .usingRecursiveComparison()
                .ignoringFields("log.tail", "outcome.message", "progress.text")
                .isEqualTo(event("").data());
        return data.outcome() == null || data.log() == null || data.progress() == null
                ? Stream.of()
                : Stream.of(
                        data.outcome().message(),
                        data.log().tail(),
                        data.progress().text());
    }

    private static TaskEvent event(String text) {
        return new TaskEvent(
                "uid/0/finished",
                URI.create("/clusters/c/namespaces/ml/jobs/train"),
                TaskEventType.FINISHED,
                "uid",
                Instant.EPOCH,
                new TaskData(
                        new TaskIdentity("Job", "ml", "train", "uid", Map.of("app", "train")),
                        new Outcome(Result.FAILED, "BackoffLimitExceeded", text, "Error", 1, "train-x", "main"),
                        Timing.UNKNOWN,
                        null,
                        new LogExcerpt(text, true),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        new Progress(0.5, text, null),
                        new TaskAttempt(2, 3)));
    }
}
