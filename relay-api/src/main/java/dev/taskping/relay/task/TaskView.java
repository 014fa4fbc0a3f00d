package dev.taskping.relay.task;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Timing;
import dev.taskping.protocol.event.Usage;
import dev.taskping.relay.platform.database.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task as the relay knows it.
 *
 * @param task the task
 * @param cluster where it runs; absent for sessions
 * @param state {@code running} or {@code finished}
 * @param outcome how it ended
 * @param timing when it was queued, started, finished
 * @param usage what it used
 * @param log the log's tail; absent in lists
 * @param next what a reply may launch
 * @param finishRoute the channels that are told when it ends
 * @param createdAt when the relay first heard of it
 * @param updatedAt when the relay last heard of it
 */
public record TaskView(
        TaskIdentity task,
        @Nullable String cluster,
        String state,
        @Nullable Outcome outcome,
        Timing timing,
        @Nullable Usage usage,
        @Nullable LogExcerpt log,
        List<NextLaunch> next,
        List<Route> finishRoute,
        Instant createdAt,
        Instant updatedAt) {

    /** Without the log, as in lists. */
    public TaskView withoutLog() {
        return new TaskView(
                task, cluster, state, outcome, timing, usage, null, next, finishRoute, createdAt, updatedAt);
    }

    static TaskView read(ResultSet row, TaskIdentity identity, Timing timing) throws SQLException {
        String outcome = row.getString("outcome");
        String usage = row.getString("usage");
        String tail = row.getString("log_tail");
        return new TaskView(
                identity,
                row.getString("cluster"),
                row.getString("state"),
                outcome == null ? null : Json.read(outcome, Outcome.class),
                timing,
                usage == null ? null : Json.read(usage, Usage.class),
                tail == null ? null : new LogExcerpt(tail, row.getBoolean("log_truncated")),
                Json.readList(row.getString("next"), NextLaunch.class),
                Json.readList(row.getString("finish_route"), Route.class),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }
}
