package dev.taskping.relay.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Timing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskChangeTest {

    private static final TaskIdentity TASK = new TaskIdentity("Job", "ml", "train", "u1", Map.of());
    private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant ENDED = Instant.parse("2026-01-01T01:00:00Z");

    private static final TaskChange STARTED =
            new TaskChange(TASK, null, new Timing(null, BEGAN, null), null, null, List.of(), List.of());
    private static final TaskChange FINISHED = new TaskChange(
            TASK,
            Outcome.of(Result.FAILED, null, null),
            new Timing(null, null, ENDED),
            null,
            new LogExcerpt("boom", false),
            List.of(new NextLaunch("retry", Map.of())),
            List.of());

    @Test
    void endedTaskStaysEndedInAnyOrderOfEvents() {
        TaskChange inOrder = STARTED.and(FINISHED);
        assertThat(inOrder.outcome()).isEqualTo(FINISHED.outcome());
        assertThat(inOrder.timing()).isEqualTo(new Timing(null, BEGAN, ENDED));
        assertThat(inOrder.log()).isEqualTo(FINISHED.log());
        assertThat(FINISHED.and(STARTED)).isEqualTo(inOrder);
    }
}
