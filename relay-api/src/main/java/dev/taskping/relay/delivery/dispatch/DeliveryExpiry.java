package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.ChannelLookup;
import dev.taskping.relay.channel.ChannelTypeGauges;
import dev.taskping.relay.delivery.dispatch.DeliveryOutcome.State;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.platform.database.DatabaseAccess;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Gives up messages that waited too long without an attempt, because their channel is not registered or stays paused. */
@ApplicationScoped
class DeliveryExpiry {

    private static final Logger LOG = Logger.getLogger(DeliveryExpiry.class);

    private final Jdbi jdbi;
    private final ChannelLookup channels;
    private final FallbackRouter fallbacks;
    private final DeliveryMetrics metrics;
    private final Duration giveUpAfter;
    private final Clock clock;

    DeliveryExpiry(
            Jdbi jdbi,
            ChannelLookup channels,
            FallbackRouter fallbacks,
            DeliveryMetrics metrics,
            RelayConfiguration configuration,
            Clock clock) {
        this.jdbi = jdbi;
        this.channels = channels;
        this.fallbacks = fallbacks;
        this.metrics = metrics;
        this.giveUpAfter = configuration.outbox().giveUpAfter();
        this.clock = clock;
    }

    /** A message that waited too long; {@code shown} if people have an older state of it. */
    private record Expired(UUID id, UUID channelId, boolean shown, @Nullable String reason) {}

    private record Ended(UUID id, State state, ChannelLookup.Entry channel, String reason) {}

    @Scheduled(every = "15s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void giveUp() {
        for (Ended dead : jdbi.inTransaction(this::end)) {
            LOG.errorf("Message %s to channel %s is a dead letter: %s", dead.id, dead.channel.key(), dead.reason);
            metrics.countDead(
                    dead.channel.type() == null
                            ? ChannelTypeGauges.UNREGISTERED
                            : dead.channel.type().id(),
                    1);
        }
    }

    private List<Ended> end(Handle handle) {
        Instant now = DatabaseAccess.now(clock);
        List<Expired> expired = expired(handle, now);
        if (expired.isEmpty()) {
            return List.of();
        }
        Map<UUID, ChannelLookup.Entry> directory = channels.byId(
                handle, expired.stream().map(Expired::channelId).distinct().toList());
        List<Ended> ended = expired.stream()
                .map(message -> end(message, Objects.requireNonNull(directory.get(message.channelId))))
                .toList();
        update(handle, ended, now);
        List<Ended> dead =
                ended.stream().filter(message -> message.state == State.DEAD).toList();
        fallbacks.handOver(handle, dead.stream().map(Ended::id).toList());
        return dead;
    }

    private List<Expired> expired(Handle handle, Instant now) {
        return handle.createQuery(
                        """
                        SELECT d.id, d.channel_id, d.live_at IS NOT NULL AND d.reference IS NOT NULL AS shown, d.reason
                        FROM delivery d LEFT JOIN fallback f ON f.channel_id = d.channel_id
                        WHERE d.state = 'pending' AND (d.claimed_until IS NULL OR d.claimed_until <= now())
                          AND d.tried_since <= :now::timestamptz
                              - least(:giveUpAfter::interval, f.after_ms * interval '1 millisecond')
                        ORDER BY d.seq LIMIT 500 FOR UPDATE OF d SKIP LOCKED
                        """)
                .bind("now", now)
                .bind("giveUpAfter", giveUpAfter.toString())
                .map((row, context) -> new Expired(
                        row.getObject("id", UUID.class),
                        row.getObject("channel_id", UUID.class),
                        row.getBoolean("shown"),
                        row.getString("reason")))
                .list();
    }

    private static Ended end(Expired message, ChannelLookup.Entry channel) {
        String reason = channel.isRegistered()
                ? Objects.requireNonNullElse(message.reason, channel.message())
                : "the channel " + channel.key() + " is not registered";
        return new Ended(message.id, message.shown ? State.DELIVERED : State.DEAD, channel, "Given up: " + reason);
    }

    private static void update(Handle handle, List<Ended> ended, Instant now) {
        handle.createUpdate(
                        """
                        UPDATE delivery SET finished_at = :now, state = ended.state, reason = ended.reason
                        FROM unnest(:ids, :states, :reasons) AS ended (id, state, reason)
                        WHERE delivery.id = ended.id::uuid
                        """)
                .bind("now", now)
                .bindArray(
                        "ids",
                        String.class,
                        ended.stream().map(message -> message.id.toString()).toList())
                .bindArray(
                        "states",
                        String.class,
                        ended.stream()
                                .map(message -> message.state.name().toLowerCase(Locale.ROOT))
                                .toList())
                .bindArray(
                        "reasons",
                        String.class,
                        ended.stream().map(Ended::reason).toList())
                .execute();
    }
}
