package dev.taskping.relay.delivery.outbox;

import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Stores which tasks are muted on which channels: only the end of a muted task is sent. All methods run in the caller's
 * transaction.
 */
@ApplicationScoped
public class MuteStore {

    private final Clock clock;

    MuteStore(Clock clock) {
        this.clock = clock;
    }

    /**
     * A task that is muted on a channel.
     *
     * @param channelId the channel
     * @param taskUid the task
     */
    public record Muted(UUID channelId, String taskUid) {}

    /**
     * Mutes a task on a channel; replaces an earlier mute.
     *
     * @param person who muted it
     * @return until when
     */
    public Instant mute(Handle handle, String workspace, Muted muted, String person, Duration length) {
        unmute(handle, workspace, muted);
        Instant now = DatabaseAccess.now(clock);
        Instant until = now.plus(length);
        handle.createUpdate(
                        """
                        INSERT INTO mute (workspace, channel_id, task_uid, person, muted_at, until)
                        VALUES (:workspace, :channel, :task, :person, :now, :until)
                        """)
                .bind("workspace", workspace)
                .bind("channel", muted.channelId)
                .bind("task", muted.taskUid)
                .bind("person", person)
                .bind("now", now)
                .bind("until", until)
                .execute();
        return until;
    }

    /** Unmutes a task; returns whether it was muted. */
    public boolean unmute(Handle handle, String workspace, Muted muted) {
        return handle.createUpdate(
                                """
                        UPDATE mute SET until = :now
                        WHERE workspace = :workspace AND channel_id = :channel AND task_uid = :task AND until > :now
                        """)
                        .bind("workspace", workspace)
                        .bind("channel", muted.channelId)
                        .bind("task", muted.taskUid)
                        .bind("now", DatabaseAccess.now(clock))
                        .execute()
                > 0;
    }

    /** Which of these tasks are muted somewhere. */
    public Set<Muted> now(Handle handle, String workspace, Collection<String> taskUids) {
        if (taskUids.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(handle.createQuery(
                        """
                        SELECT channel_id, task_uid FROM mute
                        WHERE workspace = :workspace AND task_uid = ANY(:tasks) AND until > :now
                        """)
                .bind("workspace", workspace)
                .bindArray("tasks", String.class, List.copyOf(taskUids))
                .bind("now", DatabaseAccess.now(clock))
                .map((row, context) -> new Muted(row.getObject("channel_id", UUID.class), row.getString("task_uid")))
                .list());
    }

    /**
     * A time in which a task was muted on a channel.
     *
     * @param channelId the channel
     * @param person who wanted it
     * @param from from when
     * @param until until when
     */
    public record Period(UUID channelId, String person, Instant from, Instant until) {}

    /** When a task was muted, and where, oldest first. */
    public List<Period> ofTask(Handle handle, String workspace, String taskUid, int limit) {
        return handle.createQuery(
                        """
                        SELECT channel_id, person, muted_at, until FROM mute
                        WHERE workspace = :workspace AND task_uid = :task ORDER BY id LIMIT :limit
                        """)
                .bind("workspace", workspace)
                .bind("task", taskUid)
                .bind("limit", limit)
                .map((row, context) -> new Period(
                        row.getObject("channel_id", UUID.class),
                        row.getString("person"),
                        row.getTimestamp("muted_at").toInstant(),
                        row.getTimestamp("until").toInstant()))
                .list();
    }
}
