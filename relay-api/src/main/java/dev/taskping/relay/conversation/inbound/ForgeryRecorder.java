package dev.taskping.relay.conversation.inbound;

import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.guard.GuardMetrics;
import dev.taskping.relay.guard.GuardMetrics.Refusal;
import dev.taskping.relay.guard.RequestWindows;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/**
 * Counts requests to hooks that do not come from the provider, and records them in the audit of the channel. Anybody can send
 * them, as many as they like: of one channel one a minute is recorded, and of the others the database is told nothing.
 */
@ApplicationScoped
class ForgeryRecorder {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final RequestWindows windows;
    private final AuditTrail audit;
    private final GuardMetrics metrics;
    private final Clock clock;

    /** Until when this replica leaves it at counting; an entry for each channel that exists and was attacked. */
    private final Map<UUID, Instant> quiet = new ConcurrentHashMap<>();

    ForgeryRecorder(Jdbi jdbi, RequestWindows windows, AuditTrail audit, GuardMetrics metrics, Clock clock) {
        this.jdbi = jdbi;
        this.windows = windows;
        this.audit = audit;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** A request to a hook that is not there. */
    void count() {
        metrics.refused(Refusal.CREDENTIAL);
    }

    /** A request to the hook of a channel. */
    void record(RegisteredChannel channel) {
        count();
        Instant now = clock.instant();
        boolean[] due = {false};
        quiet.compute(channel.id(), (id, until) -> {
            due[0] = until == null || !now.isBefore(until);
            return due[0] ? now.plus(WINDOW) : until;
        });
        if (due[0]) {
            writeDown(channel);
        }
    }

    /** Begins a new minute for every channel. */
    void forget() {
        quiet.clear();
    }

    private void writeDown(RegisteredChannel channel) {
        jdbi.useTransaction(handle -> {
            // Other replicas count too.
            if (windows.count(handle, "forged/" + channel.id(), WINDOW).requests() > 1) {
                return;
            }
            audit.record(
                    handle,
                    new Actor(
                            channel.workspace(),
                            Actor.Source.PROVIDER,
                            "somebody at the hook of "
                                    + channel.settings().type().id(),
                            channel.cluster(),
                            channel.key().toString(),
                            null),
                    "push an update",
                    null,
                    Decision.REFUSED,
                    "the signature or secret is missing, wrong or late");
        });
    }
}
