package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.ChannelHealth;
import dev.taskping.relay.delivery.dispatch.DeliveryOutcome.State;
import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Records what came of attempts, many in one transaction. */
@ApplicationScoped
class AttemptStore {

    private final Jdbi jdbi;
    private final ChannelHealth channels;
    private final LaneHealth lanes;
    private final FallbackRouter fallbackRouter;
    private final LiveEdits live;
    private final Clock clock;

    AttemptStore(
            Jdbi jdbi,
            ChannelHealth channels,
            LaneHealth lanes,
            FallbackRouter fallbackRouter,
            LiveEdits live,
            Clock clock) {
        this.jdbi = jdbi;
        this.channels = channels;
        this.lanes = lanes;
        this.fallbackRouter = fallbackRouter;
        this.live = live;
        this.clock = clock;
    }

    /** Records all of these or, if it throws, none. */
    void record(List<AttemptDecision> decisions) {
        Instant now = DatabaseAccess.now(clock);
        jdbi.useTransaction(handle -> {
            updateDeliveries(handle, decisions, now);
            insertAttempts(
                    handle,
                    decisions.stream().filter(AttemptStore::isWorthAnEntry).toList());
            live.settle(handle, decisions, now);
            ChannelHealthUpdate.of(decisions).note(handle, channels, now);
            lanes.note(
                    handle,
                    decisions.stream()
                            .map(AttemptDecision::attempt)
                            .collect(Collectors.toCollection(LinkedHashSet::new)),
                    now);
            fallbackRouter.handOver(
                    handle,
                    decisions.stream()
                            .filter(attemptDecision ->
                                    attemptDecision.disposition().state() == State.DEAD)
                            .map(attemptDecision -> attemptDecision.delivery().id())
                            .toList());
        });
    }

    private static void updateDeliveries(Handle handle, List<AttemptDecision> decisions, Instant now) {
        handle.createUpdate(
                        """
                        UPDATE delivery SET state = done.state, due_at = coalesce(done.due_at::timestamptz, delivery.due_at),
                            attempts = delivery.attempts + done.counted, reference = coalesce(done.reference, delivery.reference),
                            conversation = done.conversation, reason = done.reason, claimed_until = NULL,
                            digest = CASE WHEN done.state = 'pending' THEN NULL ELSE delivery.digest END,
                            finished_at = CASE WHEN done.state = 'pending' THEN NULL ELSE :now::timestamptz END
                        FROM unnest(:ids, :states, :dues, :counted, :references, :conversations, :reasons)
                            AS done (id, state, due_at, counted, reference, conversation, reason)
                        WHERE delivery.id = done.id::uuid AND delivery.state = 'pending'
                        """)
                .bind("now", now)
                .bindArray("ids", String.class, ids(decisions))
                .bindArray(
                        "states",
                        String.class,
                        column(decisions, d -> d.disposition().state().name().toLowerCase(Locale.ROOT)))
                .bindArray(
                        "dues",
                        String.class,
                        column(decisions, d -> text(d.disposition().dueAt())))
                .bindArray(
                        "counted",
                        Integer.class,
                        decisions.stream()
                                .map(d -> d.disposition().counted() ? 1 : 0)
                                .toList())
                .bindArray("references", String.class, column(decisions, d -> d.disposition()
                        .reference()))
                .bindArray("conversations", String.class, column(decisions, d -> d.delivery()
                        .conversation()))
                .bindArray("reasons", String.class, column(decisions, d -> d.disposition()
                        .reason()))
                .execute();
    }

    /** An edit that was shown is one of many. */
    private static boolean isWorthAnEntry(AttemptDecision attemptDecision) {
        return !attemptDecision.delivery().isEdit()
                || attemptDecision.disposition().reason() != null;
    }

    private static void insertAttempts(Handle handle, List<AttemptDecision> decisions) {
        handle.createUpdate(
                        """
                        INSERT INTO delivery_attempt (delivery_id, at, result, latency_ms, reference, detail)
                        SELECT id::uuid, at::timestamptz, result, latency, reference, detail
                        FROM unnest(:ids, :times, :results, :latencies, :references, :details)
                            AS attempt (id, at, result, latency, reference, detail)
                        """)
                .bindArray("ids", String.class, ids(decisions))
                .bindArray(
                        "times",
                        String.class,
                        column(decisions, d -> text(d.attempt().at())))
                .bindArray("results", String.class, column(decisions, d -> d.attempt()
                        .resultId()))
                .bindArray(
                        "latencies",
                        Integer.class,
                        decisions.stream()
                                .map(d -> (int) d.attempt().latency().toMillis())
                                .toList())
                .bindArray("references", String.class, column(decisions, d -> d.attempt()
                        .reference()))
                .bindArray("details", String.class, column(decisions, d -> d.disposition()
                        .reason()))
                .execute();
    }

    private static List<@Nullable String> ids(List<AttemptDecision> decisions) {
        return column(decisions, d -> d.delivery().id().toString());
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static List<@Nullable String> column(
            List<AttemptDecision> decisions, Function<AttemptDecision, @Nullable String> value) {
        List<@Nullable String> column = new ArrayList<>(decisions.size());
        decisions.forEach(attemptDecision -> column.add(value.apply(attemptDecision)));
        return column;
    }
}
