package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.platform.database.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Stores the state of deliveries and their attempts. All methods run in the caller's transaction. */
@ApplicationScoped
class AttemptStore {

    /** Stores the state of deliveries after an attempt, and ends their leases. */
    void finish(Handle handle, List<DeliveryAttempt> decided, Instant now) {
        handle.createUpdate(
                        """
                        UPDATE delivery SET state = done.state, due_at = coalesce(done.due_at::timestamptz, delivery.due_at),
                            attempts = delivery.attempts + done.counted, reference = coalesce(done.reference, delivery.reference),
                            conversation = done.conversation, reason = done.reason, claimed_until = NULL,
                            reached = CASE WHEN done.state = 'delivered' THEN NULL ELSE done.reached::jsonb END,
                            digest = CASE WHEN done.state = 'pending' THEN NULL ELSE delivery.digest END,
                            finished_at = CASE WHEN done.state = 'pending' THEN NULL ELSE :now::timestamptz END
                        FROM unnest(:ids, :states, :dues, :counted, :references, :conversations, :reasons,
                                :reached)
                            AS done (id, state, due_at, counted, reference, conversation, reason, reached)
                        WHERE delivery.id = done.id::uuid AND delivery.state = 'pending'
                        """)
                .bind("now", now)
                .bindArray("ids", String.class, ids(decided))
                .bindArray(
                        "states",
                        String.class,
                        column(decided, d -> d.outcome().state().name().toLowerCase(Locale.ROOT)))
                .bindArray(
                        "dues",
                        String.class,
                        column(decided, d -> text(d.outcome().dueAt())))
                .bindArray(
                        "counted",
                        Integer.class,
                        decided.stream().map(d -> d.outcome().counted() ? 1 : 0).toList())
                .bindArray("references", String.class, column(decided, d -> d.outcome()
                        .reference()))
                .bindArray("conversations", String.class, column(decided, d -> d.delivery()
                        .conversation()))
                .bindArray("reasons", String.class, column(decided, d -> d.outcome()
                        .reason()))
                .bindArray(
                        "reached",
                        String.class,
                        column(decided, d -> d.reached().isEmpty() ? null : Json.write(d.reached())))
                .execute();
    }

    /** Adds an entry for each. */
    void insert(Handle handle, List<DeliveryAttempt> decided) {
        handle.createUpdate(
                        """
                        INSERT INTO delivery_attempt (delivery_id, at, result, latency_ms, reference, detail)
                        SELECT id::uuid, at::timestamptz, result, latency, reference, detail
                        FROM unnest(:ids, :times, :results, :latencies, :references, :details)
                            AS attempt (id, at, result, latency, reference, detail)
                        """)
                .bindArray("ids", String.class, ids(decided))
                .bindArray(
                        "times",
                        String.class,
                        column(decided, d -> text(d.sending().at())))
                .bindArray("results", String.class, column(decided, d -> d.sending()
                        .resultId()))
                .bindArray(
                        "latencies",
                        Integer.class,
                        decided.stream()
                                .map(d -> (int) d.sending().latency().toMillis())
                                .toList())
                .bindArray("references", String.class, column(decided, d -> d.sending()
                        .reference()))
                .bindArray("details", String.class, column(decided, d -> d.outcome()
                        .reason()))
                .execute();
    }

    private static List<@Nullable String> ids(List<DeliveryAttempt> decided) {
        return column(decided, d -> d.delivery().id().toString());
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static List<@Nullable String> column(
            List<DeliveryAttempt> decided, Function<DeliveryAttempt, @Nullable String> value) {
        List<@Nullable String> column = new ArrayList<>(decided.size());
        decided.forEach(one -> column.add(value.apply(one)));
        return column;
    }
}
