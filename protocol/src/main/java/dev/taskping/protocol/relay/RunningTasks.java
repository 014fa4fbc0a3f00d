package dev.taskping.protocol.relay;

import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.TaskIdentity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/tasks/running}: tasks of the calling cluster that the relay holds as not ended, ordered by uid.
 *
 * @param tasks one page
 * @param next pass it as {@code after} for the next page; absent on the last
 */
public record RunningTasks(List<RunningTask> tasks, @Nullable String next) {

    /**
     * One task that the relay believes to be running.
     *
     * @param task who it is
     * @param started when it began, as the relay was told
     * @param finishRoute whom its end is to be told to, as last known
     */
    public record RunningTask(TaskIdentity task, @Nullable Instant started, List<Route> finishRoute) {}

    public RunningTasks {
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
    }
}
