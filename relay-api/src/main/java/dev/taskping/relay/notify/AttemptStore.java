package dev.taskping.relay.notify;

import dev.taskping.relay.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Records what came of attempts, many in one transaction. */
@ApplicationScoped
class AttemptStore {

    /** A delivery that fails for a reason of its own is not hurried along with those that waited for the provider. */
    private static final int HURRIED_ATTEMPTS = 8;

    /** An attempt and what it means. */
    record Decided(Attempt attempt, Disposition disposition) {}

    private final Jdbi jdbi;
    private final Clock clock;

    AttemptStore(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Records all of these or, if it throws, none. */
    void record(List<Decided> attempts) {
        Instant now = DatabaseAccess.now(clock);
        jdbi.useTransaction(handle -> {
            updateDeliveries(handle, attempts, now);
            insertAttempts(handle, attempts);
            updateChannels(handle, attempts, now);
        });
    }

    private static void updateDeliveries(Handle handle, List<Decided> attempts, Instant now) {
        handle.createUpdate(
                        """
                        UPDATE delivery SET state = done.state, due_at = coalesce(done.due_at::timestamptz, delivery.due_at),
                            attempts = delivery.attempts + done.counted, reference = done.reference,
                            conversation = done.conversation, reason = done.reason, claimed_until = NULL,
                            finished_at = CASE WHEN done.state = 'pending' THEN NULL ELSE :now::timestamptz END
                        FROM unnest(:ids, :states, :dues, :counted, :references, :conversations, :reasons)
                            AS done (id, state, due_at, counted, reference, conversation, reason)
                        WHERE delivery.id = done.id::uuid AND delivery.state = 'pending'
                        """)
                .bind("now", now)
                .bindArray(
                        "ids",
                        String.class,
                        column(attempts, d -> d.attempt.delivery().id().toString()))
                .bindArray(
                        "states",
                        String.class,
                        column(attempts, d -> d.disposition.state().name().toLowerCase(Locale.ROOT)))
                .bindArray("dues", String.class, column(attempts, d -> text(d.disposition.dueAt())))
                .bindArray(
                        "counted",
                        Integer.class,
                        attempts.stream()
                                .map(d -> d.disposition.counted() ? 1 : 0)
                                .toList())
                .bindArray("references", String.class, column(attempts, d -> d.disposition.reference()))
                .bindArray("conversations", String.class, column(attempts, d -> d.attempt
                        .delivery()
                        .conversation()))
                .bindArray("reasons", String.class, column(attempts, d -> d.disposition.reason()))
                .execute();
    }

    private static void insertAttempts(Handle handle, List<Decided> attempts) {
        handle.createUpdate(
                        """
                        INSERT INTO delivery_attempt (delivery_id, at, result, latency_ms, detail)
                        SELECT id::uuid, at::timestamptz, result, latency, detail
                        FROM unnest(:ids, :times, :results, :latencies, :details)
                            AS attempt (id, at, result, latency, detail)
                        """)
                .bindArray(
                        "ids",
                        String.class,
                        column(attempts, d -> d.attempt.delivery().id().toString()))
                .bindArray("times", String.class, column(attempts, d -> text(d.attempt.at())))
                .bindArray("results", String.class, column(attempts, d -> d.attempt.resultId()))
                .bindArray(
                        "latencies",
                        Integer.class,
                        attempts.stream()
                                .map(d -> (int) d.attempt.latency().toMillis())
                                .toList())
                .bindArray("details", String.class, column(attempts, d -> d.disposition.reason()))
                .execute();
    }

    private static void updateChannels(Handle handle, List<Decided> attempts, Instant now) {
        for (Decided decided : attempts) {
            Instant until = decided.disposition.pauseUntil();
            if (until != null) {
                handle.createUpdate(
                                """
                                UPDATE channel SET paused_until = greatest(paused_until, :until)
                                WHERE workspace = :workspace AND id = :id
                                """)
                        .bind("until", until)
                        .bind("workspace", decided.attempt.delivery().workspace())
                        .bind("id", decided.attempt.delivery().channelId())
                        .execute();
            }
        }
        Set<UUID> working = channels(attempts, "delivered");
        Set<UUID> failing = channels(attempts, "failed");
        failing.removeAll(working);
        if (!failing.isEmpty()) {
            handle.createUpdate(
                            "UPDATE channel SET failing_since = :now WHERE id = ANY(:ids::uuid[]) AND failing_since IS NULL")
                    .bind("now", now)
                    .bindArray("ids", String.class, texts(failing))
                    .execute();
        }
        if (!working.isEmpty()) {
            hurry(handle, working, now);
        }
    }

    /** A provider that works again gets at once what waited for it, not when each message's own pause is over. */
    private static void hurry(Handle handle, Set<UUID> working, Instant now) {
        handle.createUpdate(
                        """
                        WITH recovered AS (
                            UPDATE channel SET failing_since = NULL
                            WHERE id = ANY(:ids::uuid[]) AND failing_since IS NOT NULL RETURNING id)
                        UPDATE delivery SET due_at = :now FROM recovered
                        WHERE delivery.channel_id = recovered.id AND state = 'pending' AND due_at > :now
                          AND attempts BETWEEN 1 AND :hurried
                        """)
                .bindArray("ids", String.class, texts(working))
                .bind("now", now)
                .bind("hurried", HURRIED_ATTEMPTS)
                .execute();
    }

    private static Set<UUID> channels(List<Decided> attempts, String result) {
        return attempts.stream()
                .filter(decided -> decided.attempt.resultId().equals(result))
                .map(decided -> decided.attempt.delivery().channelId())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<String> texts(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).toList();
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static List<@Nullable String> column(List<Decided> attempts, Function<Decided, @Nullable String> value) {
        return attempts.stream().map(value).collect(Collectors.toList());
    }
}
