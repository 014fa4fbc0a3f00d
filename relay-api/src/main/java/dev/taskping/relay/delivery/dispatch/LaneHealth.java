package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * What attempts say of their lanes. A lane that fails several times in a row is tried with single messages, ever less often
 * the longer it fails, and gets at once what waited for it when one of them arrives. All methods run in the caller's
 * transaction.
 */
@ApplicationScoped
class LaneHealth {

    /** A message that fails for a reason of its own fails alone: others arrive in between. */
    private static final int FAILURES = 5;

    private final RelayConfiguration.Outbox configuration;

    LaneHealth(RelayConfiguration configuration) {
        this.configuration = configuration.outbox();
    }

    /** Notes what these attempts say; lanes always in the same order, so that two replicas cannot deadlock. */
    void note(Handle handle, Collection<Attempt> attempts, Instant now) {
        Map<String, Instant> paused = new TreeMap<>();
        Map<String, Integer> failures = new TreeMap<>();
        Set<String> working = new TreeSet<>();
        for (Attempt attempt : attempts) {
            String lane = attempt.parcel().first().lane();
            switch (attempt.result()) {
                case DeliveryResult.Delivered delivered -> working.add(lane);
                case DeliveryResult.Failed failed -> failures.merge(lane, 1, Integer::sum);
                case DeliveryResult.RetryAfter wait ->
                    paused.merge(lane, now.plus(wait.delay()), (one, other) -> one.isAfter(other) ? one : other);
                case DeliveryResult.Rejected rejected -> {} // about the message or the channel, not about the way there
            }
        }
        failures.keySet().removeAll(working);
        pause(handle, paused);
        fail(handle, failures, now);
        recover(handle, working, now);
    }

    private static void pause(Handle handle, Map<String, Instant> paused) {
        paused.forEach((lane, until) -> handle.createUpdate(
                        "UPDATE lane SET paused_until = greatest(paused_until, :until) WHERE id = :lane")
                .bind("until", until)
                .bind("lane", lane)
                .execute());
    }

    private void fail(Handle handle, Map<String, Integer> failures, Instant now) {
        if (failures.isEmpty()) {
            return;
        }
        List<Map.Entry<String, Integer>> failing = new ArrayList<>(failures.entrySet());
        handle.createUpdate(
                        """
                        UPDATE lane SET failures = failures + failed.times, failing_since = coalesce(failing_since, :now::timestamptz),
                            probe_at = CASE WHEN failures + failed.times >= :most THEN :now::timestamptz + least(:longest::interval,
                                greatest(:first::interval, (:now::timestamptz - coalesce(failing_since, :now::timestamptz)) / 10)) END
                        FROM unnest(:lanes, :times) AS failed (id, times)
                        WHERE lane.id = failed.id
                        """)
                .bind("now", now)
                .bind("most", FAILURES)
                .bind("first", configuration.backoff().toString())
                .bind("longest", configuration.maxBackoff().toString())
                .bindArray(
                        "lanes",
                        String.class,
                        failing.stream().map(Map.Entry::getKey).toList())
                .bindArray(
                        "times",
                        Integer.class,
                        failing.stream().map(Map.Entry::getValue).toList())
                .execute();
    }

    private static void recover(Handle handle, Set<String> working, Instant now) {
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
                        FROM recovered r JOIN channel c ON c.lane_id = r.id
                        WHERE d.channel_id = c.id AND r.closed AND d.state = 'pending' AND d.due_at > :now
                          AND (d.live_at IS NULL OR d.reference IS NULL) -- an edit keeps its distance from the last one
                        """)
                .bindArray("lanes", String.class, List.copyOf(working))
                .bind("now", now)
                .execute();
    }
}
