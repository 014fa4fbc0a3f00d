package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Claims due messages for this replica. A claim is a lease by the database's clock: its holder renews it, and a message whose
 * lease has expired is free again. Claims messages of all workspaces.
 */
@ApplicationScoped
class DeliveryClaimer {

    /** Channels for which something waits: a walk along the index, from one channel to the next. */
    static final String WAITING_CHANNELS =
            """
            waiting AS (
                (SELECT channel_id FROM delivery WHERE state = 'pending' ORDER BY channel_id LIMIT 1)
                UNION ALL
                SELECT (SELECT d.channel_id FROM delivery d
                        WHERE d.state = 'pending' AND d.channel_id > w.channel_id ORDER BY d.channel_id LIMIT 1)
                FROM waiting w WHERE w.channel_id IS NOT NULL)
            """;

    /**
     * Whether nobody holds the delivery {@code d}. While the database was away nobody could renew a lease, so each lease is
     * valid for its full length again after the database started.
     */
    static final String FREE =
            """
            d.state = 'pending' AND d.id <> ALL(:inHand::uuid[]) AND (d.claimed_until IS NULL
                OR d.claimed_until <= now() AND pg_postmaster_start_time() + :lease::interval <= now())
            """;

    /** Whether the lane {@code l} takes messages now. */
    static final String OPEN =
            """
            (l.paused_until IS NULL OR l.paused_until <= :now) AND (l.probe_at IS NULL OR l.probe_at <= :now)
            """;

    /** What the tenant of the lane {@code l} has on its way; follows the lane in a {@code FROM}. */
    static final String HELD =
            """
            LEFT JOIN unnest(:heldTypes, :heldTenants, :heldRequests) AS held (type, tenant, requests)
                ON held.type = l.type AND held.tenant = l.tenant
            """;

    private static final Duration LIMITED_EVERY = Duration.ofMillis(50);

    private final Jdbi jdbi;
    private final UnlimitedLaneClaimer unlimited;
    private final RateLimitedLaneClaimer limited;
    private final RelayConfiguration.Outbox configuration;
    private final Clock clock;
    private Instant limitedAt = Instant.EPOCH;

    DeliveryClaimer(
            Jdbi jdbi,
            UnlimitedLaneClaimer unlimited,
            RateLimitedLaneClaimer limited,
            RelayConfiguration configuration,
            Clock clock) {
        this.jdbi = jdbi;
        this.unlimited = unlimited;
        this.limited = limited;
        this.configuration = configuration.outbox();
        this.clock = clock;
    }

    /** Claims what can be sent now and is not being sent already; one thread calls this. */
    List<OutboundMessage> claim(InFlight inFlight) {
        ClaimRequest claimRequest = ClaimRequest.of(inFlight, DatabaseAccess.now(clock), configuration);
        if (claimRequest.kinds().isEmpty()) {
            return List.of();
        }
        List<OutboundMessage> messages =
                new ArrayList<>(jdbi.inTransaction(handle -> unlimited.claim(handle, claimRequest)));
        // Nobody notices whether a message is a twentieth of a second late.
        if (!claimRequest.now().isBefore(limitedAt.plus(LIMITED_EVERY))) {
            limitedAt = claimRequest.now();
            messages.addAll(jdbi.inTransaction(handle -> limited.claim(handle, claimRequest)));
        }
        return messages;
    }

    /** Renews the leases of these deliveries. */
    void renew(List<UUID> deliveries) {
        if (!deliveries.isEmpty()) {
            jdbi.useHandle(handle -> handle.createUpdate(
                            """
                            UPDATE delivery SET claimed_until = now() + :lease::interval
                            WHERE id = ANY(:ids::uuid[]) AND state = 'pending'
                            """)
                    .bind("lease", configuration.lease().toString())
                    .bindArray(
                            "ids",
                            String.class,
                            deliveries.stream().map(UUID::toString).toList())
                    .execute());
        }
    }
}
