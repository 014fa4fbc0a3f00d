package dev.taskping.relay.task;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Timing;
import dev.taskping.protocol.relay.RunningTasks;
import dev.taskping.protocol.relay.RunningTasks.RunningTask;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.platform.database.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tasks. All methods run in the caller's transaction. */
@ApplicationScoped
public class TaskStore {

    private static final String VIEW =
            """
            SELECT uid, cluster, kind, namespace, name, labels, state, outcome, timing, usage, log_tail, log_truncated,
                next, finish_route, session, created_at, updated_at FROM task
            """;

    private final Clock clock;

    TaskStore(Clock clock) {
        this.clock = clock;
    }

    /**
     * What a task is found by: uids are a workspace's own, and a task is one cluster's.
     *
     * @param workspace where
     * @param cluster the cluster it ran in; empty for sessions
     * @param uid the task's uid
     */
    public record Key(String workspace, String cluster, String uid) {}

    /**
     * Applies changes, at most one for each task. What is known of a task is never forgotten, one that has ended does
     * not run again, and a task of another cluster is left alone.
     *
     * @param cluster whose tasks these are; absent for sessions
     */
    public void apply(Handle handle, String workspace, @Nullable String cluster, List<TaskChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        // Always in the same order, so that two batches with the same tasks cannot deadlock.
        List<TaskChange> ordered = changes.stream()
                .sorted((one, other) -> one.task().uid().compareTo(other.task().uid()))
                .toList();
        handle.createUpdate(
                        """
                        INSERT INTO task AS t (workspace, uid, cluster, kind, namespace, name, labels, state, result,
                            outcome, timing, usage, log_tail, log_truncated, next, finish_route, created_at, updated_at)
                        SELECT :workspace, uid, :cluster, kind, namespace, name, labels::jsonb,
                            CASE WHEN outcome IS NULL THEN 'running' ELSE 'finished' END, result, outcome::jsonb,
                            timing::jsonb, usage::jsonb, log_tail, log_truncated, next::jsonb, route::jsonb, :now, :now
                        FROM unnest(:uids, :kinds, :namespaces, :names, :labels, :results, :outcomes, :timings, :usages,
                                :tails, :truncated, :nexts, :routes)
                            AS new (uid, kind, namespace, name, labels, result, outcome, timing, usage, log_tail,
                                log_truncated, next, route)
                        ON CONFLICT (workspace, uid) DO UPDATE SET
                            name = excluded.name, labels = excluded.labels,
                            state = CASE WHEN t.state = 'finished' THEN t.state ELSE excluded.state END,
                            result = coalesce(excluded.result, t.result),
                            outcome = coalesce(excluded.outcome, t.outcome),
                            timing = coalesce(t.timing, '{}') || coalesce(excluded.timing, '{}'),
                            usage = coalesce(excluded.usage, t.usage),
                            log_tail = coalesce(excluded.log_tail, t.log_tail),
                            log_truncated = CASE WHEN excluded.log_tail IS NULL THEN t.log_truncated
                                ELSE excluded.log_truncated END,
                            next = CASE WHEN excluded.next = '[]' THEN t.next ELSE excluded.next END,
                            finish_route = CASE WHEN excluded.finish_route = '[]' THEN t.finish_route
                                ELSE excluded.finish_route END,
                            updated_at = excluded.updated_at
                        WHERE t.cluster IS NOT DISTINCT FROM excluded.cluster
                        """)
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .bind("now", DatabaseAccess.now(clock))
                .bindArray("uids", String.class, column(ordered, c -> c.task().uid()))
                .bindArray("kinds", String.class, column(ordered, c -> c.task().kind()))
                .bindArray("namespaces", String.class, column(ordered, c -> c.task()
                        .namespace()))
                .bindArray("names", String.class, column(ordered, c -> c.task().name()))
                .bindArray(
                        "labels",
                        String.class,
                        column(ordered, c -> Json.write(c.task().labels())))
                .bindArray(
                        "results",
                        String.class,
                        column(
                                ordered,
                                c -> c.outcome() == null
                                        ? null
                                        : c.outcome().result().name()))
                .bindArray("outcomes", String.class, column(ordered, c -> json(c.outcome())))
                .bindArray("timings", String.class, column(ordered, c -> Json.write(c.timing())))
                .bindArray("usages", String.class, column(ordered, c -> json(c.usage())))
                .bindArray(
                        "tails",
                        String.class,
                        column(ordered, c -> c.log() == null ? null : c.log().tail()))
                .bindArray(
                        "truncated",
                        Boolean.class,
                        ordered.stream()
                                .map(c -> c.log() != null && c.log().truncated())
                                .toList())
                .bindArray("nexts", String.class, column(ordered, c -> Json.write(c.next())))
                .bindArray("routes", String.class, column(ordered, c -> Json.write(c.finishRoute())))
                .execute();
    }

    /** The task of that uid in that workspace. */
    public Optional<TaskView> find(Handle handle, String workspace, String uid) {
        return handle.createQuery(VIEW + " WHERE workspace = :workspace AND uid = :uid")
                .bind("workspace", workspace)
                .bind("uid", uid)
                .map((row, context) -> view(row))
                .findOne();
    }

    /** The names of these tasks, by uid; those that are not known are left out. */
    public Map<String, String> names(Handle handle, String workspace, Collection<String> uids) {
        if (uids.isEmpty()) {
            return Map.of();
        }
        return handle
                .createQuery("SELECT uid, name FROM task WHERE workspace = :workspace AND uid = ANY(:uids)")
                .bind("workspace", workspace)
                .bindArray("uids", String.class, List.copyOf(uids))
                .map((row, context) -> Map.entry(row.getString("uid"), row.getString("name")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Who these tasks are, by uid and without their labels. */
    public Map<String, TaskIdentity> identities(Handle handle, String workspace, Collection<String> uids) {
        return handle
                .createQuery(
                        "SELECT kind, namespace, name, uid FROM task WHERE workspace = :workspace AND uid = ANY(:uids)")
                .bind("workspace", workspace)
                .bindArray("uids", String.class, List.copyOf(uids))
                .map((row, context) -> new TaskIdentity(
                        row.getString("kind"),
                        row.getString("namespace"),
                        row.getString("name"),
                        row.getString("uid"),
                        Map.of()))
                .stream()
                .collect(Collectors.toMap(TaskIdentity::uid, Function.identity()));
    }

    /** Those of these tasks that have ended, by uid. */
    public Set<String> finished(Handle handle, String workspace, Collection<String> uids) {
        return handle
                .createQuery(
                        "SELECT uid FROM task WHERE workspace = :workspace AND uid = ANY(:uids) AND state = 'finished'")
                .bind("workspace", workspace)
                .bindArray("uids", String.class, List.copyOf(uids))
                .mapTo(String.class)
                .stream()
                .collect(Collectors.toSet());
    }

    /** The tails of the logs of these tasks, as far as they have any. */
    public Map<Key, LogExcerpt> logs(Handle handle, Collection<Key> tasks) {
        if (tasks.isEmpty()) {
            return Map.of();
        }
        Map<Key, LogExcerpt> logs = new HashMap<>();
        handle.createQuery(
                        """
                        SELECT t.workspace, wanted.cluster, t.uid, t.log_tail, t.log_truncated FROM task t
                        JOIN unnest(:workspaces, :clusters, :uids) AS wanted (workspace, cluster, uid)
                            ON t.workspace = wanted.workspace AND t.uid = wanted.uid
                            AND coalesce(t.cluster, '') = wanted.cluster
                        WHERE t.log_tail IS NOT NULL
                        """)
                .bindArray(
                        "workspaces",
                        String.class,
                        tasks.stream().map(Key::workspace).toList())
                .bindArray(
                        "clusters",
                        String.class,
                        tasks.stream().map(Key::cluster).toList())
                .bindArray("uids", String.class, tasks.stream().map(Key::uid).toList())
                .map((row, context) -> Map.entry(
                        new Key(row.getString("workspace"), row.getString("cluster"), row.getString("uid")),
                        new LogExcerpt(row.getString("log_tail"), row.getBoolean("log_truncated"))))
                .forEach(entry -> logs.put(entry.getKey(), entry.getValue()));
        return logs;
    }

    /** Tasks of a workspace, newest first; see {@link TaskQuery}. */
    public List<TaskView> list(Handle handle, String workspace, TaskQuery query) {
        return handle.createQuery(
                        VIEW
                                + """
                         WHERE workspace = :workspace
                          AND (:state::text IS NULL OR state = :state)
                          AND (:namespace::text IS NULL OR namespace = :namespace)
                          AND (:name::text IS NULL OR name = :name)
                          AND (:beforeTime::timestamptz IS NULL
                               OR (created_at, uid) < (:beforeTime::timestamptz, :beforeUid::text))
                        ORDER BY created_at DESC, uid DESC LIMIT :limit
                        """)
                .bind("workspace", workspace)
                .bind("state", query.state())
                .bind("namespace", query.namespace())
                .bind("name", query.name())
                .bind(
                        "beforeTime",
                        query.before() == null ? null : query.before().time().toString())
                .bind(
                        "beforeUid",
                        query.before() == null ? null : query.before().uid())
                .bind("limit", query.limit())
                .map((row, context) -> view(row))
                .list();
    }

    /** One page of a cluster's tasks that have not ended, ordered by uid. */
    public RunningTasks running(Handle handle, String workspace, String cluster, String after, int limit) {
        List<RunningTask> tasks = handle.createQuery(
                        """
                        SELECT uid, kind, namespace, name, labels, timing, finish_route FROM task
                        WHERE workspace = :workspace AND cluster = :cluster AND state = 'running' AND uid > :after
                        ORDER BY uid LIMIT :limit
                        """)
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> new RunningTask(
                        identity(row),
                        timing(row).started(),
                        Json.readList(row.getString("finish_route"), Route.class)))
                .list();
        String next = tasks.size() < limit ? null : tasks.getLast().task().uid();
        return new RunningTasks(tasks, next);
    }

    private static TaskView view(ResultSet row) throws SQLException {
        return TaskView.read(row, identity(row), timing(row));
    }

    private static TaskIdentity identity(ResultSet row) throws SQLException {
        Map<String, String> labels = Json.readStrings(row.getString("labels"));
        return new TaskIdentity(
                row.getString("kind"), row.getString("namespace"), row.getString("name"), row.getString("uid"), labels);
    }

    private static Timing timing(ResultSet row) throws SQLException {
        return Json.read(Objects.requireNonNullElse(row.getString("timing"), "{}"), Timing.class);
    }

    private static @Nullable String json(@Nullable Object value) {
        return value == null ? null : Json.write(value);
    }

    private static List<@Nullable String> column(
            List<TaskChange> changes, Function<TaskChange, @Nullable String> value) {
        return changes.stream().map(value).collect(Collectors.toList());
    }
}
