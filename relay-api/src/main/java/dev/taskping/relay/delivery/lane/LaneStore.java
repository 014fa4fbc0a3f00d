package dev.taskping.relay.delivery.lane;

import dev.taskping.relay.channel.spi.RateLimit;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The lanes, and which channels are on them. All methods run in the caller's transaction. */
@ApplicationScoped
public class LaneStore {

    /**
     * A lane.
     *
     * @param id a keyed digest
     * @param type the kind of its channels, as in the database
     * @param tenant whose channels they are
     */
    record Lane(String id, String type, String tenant) {}

    /**
     * Puts a channel on a lane. A lane has the rate of its slowest channel.
     *
     * @param limit the channel's own rate; absent: no limit
     */
    void assign(Handle handle, UUID channelId, Lane lane, @Nullable RateLimit limit) {
        insert(handle, lane);
        Optional<String> before = laneOf(handle, channelId);
        handle.createUpdate(
                        """
                        INSERT INTO lane_assignment (channel_id, lane_id, interval_ms, burst)
                        VALUES (:channel, :lane, :interval::bigint, :burst::integer)
                        ON CONFLICT (channel_id) DO UPDATE SET lane_id = excluded.lane_id,
                            interval_ms = excluded.interval_ms, burst = excluded.burst
                        WHERE (lane_assignment.lane_id, lane_assignment.interval_ms, lane_assignment.burst)
                            IS DISTINCT FROM (excluded.lane_id, excluded.interval_ms, excluded.burst)
                        """)
                .bind("channel", channelId)
                .bind("lane", lane.id)
                .bind("interval", limit == null ? null : limit.interval().toMillis())
                .bind("burst", limit == null ? null : limit.burst())
                .execute();
        keepSlowestRate(handle, before, lane.id);
    }

    /** Puts a channel on another lane; its own rate stays. */
    void move(Handle handle, UUID channelId, Lane lane) {
        insert(handle, lane);
        Optional<String> before = laneOf(handle, channelId);
        handle.createUpdate(
                        """
                        INSERT INTO lane_assignment (channel_id, lane_id) VALUES (:channel, :lane)
                        ON CONFLICT (channel_id) DO UPDATE SET lane_id = excluded.lane_id
                        """)
                .bind("channel", channelId)
                .bind("lane", lane.id)
                .execute();
        keepSlowestRate(handle, before, lane.id);
    }

    /** Takes a channel off its lane, which then has the rate of the slowest channel that is left. */
    void remove(Handle handle, UUID channelId) {
        handle.createQuery("DELETE FROM lane_assignment WHERE channel_id = :channel RETURNING lane_id")
                .bind("channel", channelId)
                .mapTo(String.class)
                .findOne()
                .ifPresent(lane -> keepSlowestRate(handle, lane));
    }

    private static Optional<String> laneOf(Handle handle, UUID channelId) {
        return handle.createQuery("SELECT lane_id FROM lane_assignment WHERE channel_id = :channel")
                .bind("channel", channelId)
                .mapTo(String.class)
                .findOne();
    }

    private static void insert(Handle handle, Lane lane) {
        handle.createUpdate(
                        "INSERT INTO lane (id, type, tenant) VALUES (:id, :type, :tenant) ON CONFLICT (id) DO NOTHING")
                .bind("id", lane.id)
                .bind("type", lane.type)
                .bind("tenant", lane.tenant)
                .execute();
    }

    /** Locks lanes in the order of their ids, so that two channels that swap lanes do not deadlock. */
    private static void keepSlowestRate(Handle handle, Optional<String> before, String now) {
        Stream.concat(before.stream(), Stream.of(now))
                .distinct()
                .sorted()
                .forEach(lane -> keepSlowestRate(handle, lane));
    }

    private static void keepSlowestRate(Handle handle, String laneId) {
        handle.createUpdate(
                        """
                        UPDATE lane SET interval_ms = slowest.interval_ms, burst = coalesce(slowest.burst, 1)
                        FROM (SELECT max(interval_ms) AS interval_ms, min(burst) AS burst FROM lane_assignment
                              WHERE lane_id = :id) AS slowest
                        WHERE lane.id = :id AND (lane.interval_ms, lane.burst)
                            IS DISTINCT FROM (slowest.interval_ms, coalesce(slowest.burst, 1))
                        """)
                .bind("id", laneId)
                .execute();
    }

    /** Pauses lanes at least until these instants. */
    public void pause(Handle handle, SortedMap<String, Instant> paused) {
        paused.forEach((lane, until) -> handle.createUpdate(
                        "UPDATE lane SET paused_until = greatest(paused_until, :until) WHERE id = :lane")
                .bind("until", until)
                .bind("lane", lane)
                .execute());
    }

    /**
     * How a failing lane is probed.
     *
     * @param afterFailures the number of failures in a row after which single messages probe it
     * @param first the shortest pause between two probes
     * @param longest the longest; in between, a pause is a tenth of the time since the first failure
     */
    public record Probing(int afterFailures, Duration first, Duration longest) {}

    /** Adds that many failures to each lane. */
    public void fail(Handle handle, SortedMap<String, Integer> failures, Probing probing, Instant now) {
        if (failures.isEmpty()) {
            return;
        }
        handle.createUpdate(
                        """
                        UPDATE lane SET failures = failures + failed.times, failing_since = coalesce(failing_since, :now::timestamptz),
                            probe_at = CASE WHEN failures + failed.times >= :most THEN :now::timestamptz + least(:longest::interval,
                                greatest(:first::interval, (:now::timestamptz - coalesce(failing_since, :now::timestamptz)) / 10)) END
                        FROM unnest(:lanes, :times) AS failed (id, times)
                        WHERE lane.id = failed.id
                        """)
                .bind("now", now)
                .bind("most", probing.afterFailures)
                .bind("first", probing.first.toString())
                .bind("longest", probing.longest.toString())
                .bindArray("lanes", String.class, List.copyOf(failures.keySet()))
                .bindArray("times", Integer.class, new ArrayList<>(failures.values()))
                .execute();
    }

    /** Marks lanes as working again; messages that wait on a closed lane are due at once. */
    public void recover(Handle handle, Set<String> working, Instant now) {
        if (working.isEmpty()) {
            return;
        }
        handle.createUpdate(
                        """
                        WITH before AS (
                            SELECT id, probe_at IS NOT NULL AS closed FROM lane
                            WHERE id = ANY(:lanes) AND failing_since IS NOT NULL ORDER BY id FOR UPDATE),
                        recovered AS (
                            UPDATE lane SET failing_since = NULL, failures = 0, probe_at = NULL
                            FROM before WHERE lane.id = before.id RETURNING lane.id, before.closed)
                        UPDATE delivery d SET due_at = :now
                        FROM recovered r JOIN lane_assignment a ON a.lane_id = r.id
                        WHERE d.channel_id = a.channel_id AND r.closed AND d.state = 'pending' AND d.due_at > :now
                          AND (d.live_at IS NULL OR d.reference IS NULL) -- an edit keeps its distance from the last one
                        """)
                .bindArray("lanes", String.class, List.copyOf(working))
                .bind("now", now)
                .execute();
    }
}
