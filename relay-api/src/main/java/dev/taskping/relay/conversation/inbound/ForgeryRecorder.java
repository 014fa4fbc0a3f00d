package dev.taskping.relay.conversation.inbound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;

/**
 * Counts requests to hooks that do not come from the provider, and records them in the audit of the channel. Anybody can send
 * as many as they like, so at most one a minute is recorded for each channel; the others cost no statement.
 */
@ApplicationScoped
class ForgeryRecorder {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final RequestWindows windows;
    private final AuditTrail audit;
    private final GuardMetrics metrics;

    /** The channels whose forgeries this replica only counts, for the rest of their minute. */
    private final Cache<UUID, Boolean> quiet;

    ForgeryRecorder(Jdbi jdbi, RequestWindows windows, AuditTrail audit, GuardMetrics metrics, Clock clock) {
        this.jdbi = jdbi;
        this.windows = windows;
        this.audit = audit;
        this.metrics = metrics;
        this.quiet = Caffeine.newBuilder()
                .expireAfterWrite(WINDOW)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /** A request to a hook that is not there. */
    void count() {
        metrics.refused(Refusal.CREDENTIAL);
    }

    /** A request to the hook of a channel. */
    void record(RegisteredChannel channel) {
        count();
        if (quiet.asMap().putIfAbsent(channel.id(), true) == null) {
            writeDown(channel);
        }
    }

    /** How many channels are remembered at most. */
    long remembered() {
        quiet.cleanUp();
        return quiet.estimatedSize();
    }

    /** Begins a new minute for every channel. */
    void forget() {
        quiet.invalidateAll();
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
