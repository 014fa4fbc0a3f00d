package dev.taskping.operator.redaction;

import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Progress;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.text.InvisibleCharacters;
import dev.taskping.protocol.text.SecretPatterns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes from an event what a program wrote and nobody should read: secrets, and invisible characters.
 */
@ApplicationScoped
public class EventRedactor {

    private final SecretPatterns secrets;

    @Inject
    EventRedactor(OperatorConfiguration configuration) {
        this(SecretPatterns.with(configuration.redact().patterns().orElse(List.of())));
    }

    EventRedactor(SecretPatterns secrets) {
        this.secrets = secrets;
    }

    /** The event without secrets in its log, in the outcome's message and in the text of its progress. */
    public TaskEvent redact(TaskEvent event) {
        TaskData data = event.data();
        LogExcerpt log = data.log();
        Outcome outcome = data.outcome();
        Progress progress = data.progress();
        if (log == null && outcome == null && progress == null) {
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
                progress == null
                        ? null
                        : new Progress(progress.fraction(), clean(progress.text()), progress.remaining()),
                data.attempts()));
    }

    private @Nullable String clean(@Nullable String text) {
        return text == null ? null : secrets.redact(InvisibleCharacters.remove(text));
    }
}
