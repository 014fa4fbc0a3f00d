package dev.taskping.operator.redaction;

import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes from an event what a program printed and nobody should read: secrets, and the invisible characters that turn the direction of
 * writing (UAX #9), by which a text can look like another one.
 */
@ApplicationScoped
public class EventRedactor {

    private final SecretPatterns secrets;

    EventRedactor(OperatorConfiguration configuration) {
        this.secrets = SecretPatterns.with(configuration.redact().patterns().orElse(List.of()));
    }

    /** The event without secrets in its log and in the outcome's message. */
    public TaskEvent redact(TaskEvent event) {
        TaskData data = event.data();
        LogExcerpt log = data.log();
        Outcome outcome = data.outcome();
        if (log == null && outcome == null) {
            return event;
        }
        return event.withData(new TaskData(
                data.task(),
                outcome == null
                        ? null
                        : new Outcome(
                                outcome.result(),
                                outcome.reason(),
                                clean(outcome.message()),
                                outcome.verdict(),
                                outcome.exitCode(),
                                outcome.failedPod(),
                                outcome.container()),
                data.timing(),
                data.usage(),
                log == null ? null : new LogExcerpt(String.valueOf(clean(log.tail())), log.truncated()),
                data.route(),
                data.next(),
                data.finishRoute(),
                data.rules(),
                data.progress(),
                data.attempts()));
    }

    private @Nullable String clean(@Nullable String text) {
        return text == null ? null : secrets.redact(withoutDirections(text));
    }

    private static String withoutDirections(String text) {
        if (text.codePoints().noneMatch(EventRedactor::turnsDirection)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().filter(point -> !turnsDirection(point)).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean turnsDirection(int point) {
        return point >= 0x202A && point <= 0x202E || point >= 0x2066 && point <= 0x2069;
    }
}
