package dev.taskping.protocol.relay;

import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.TaskIdentity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /v1/tasks/running}: the tasks of the calling cluster that have not ended as far as the relay knows, ordered
 * by uid.
 *
 * @param tasks one page of tasks
 * @param next the value of {@code after} for the next page; absent on the last page
 */
public record RunningTasks(List<RunningTask> tasks, @Nullable String next) {

    /**
     * One task that has not ended as far as the relay knows.
     *
     * @param task the task
     * @param started when the task started, if the relay knows
     * @param finishRoute the channels to notify about the task's end, as last reported
     */
    public record RunningTask(TaskIdentity task, @Nullable Instant started, List<Route> finishRoute) {}

    public RunningTasks {
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
    }
}
