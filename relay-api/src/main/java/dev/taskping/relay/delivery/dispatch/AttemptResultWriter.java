package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.ChannelHealthStore;
import dev.taskping.relay.delivery.dispatch.DeliveryOutcome.State;
import dev.taskping.relay.delivery.lane.LaneStore;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Stores the outcome of many attempts in one transaction: for deliveries, live messages, channels, lanes and fallbacks. A lane
 * that failed several times in a row is probed with single messages, less often the longer it fails; when one of them arrives,
 * everything that waits on the lane is due at once.
 */
@ApplicationScoped
class AttemptResultWriter {

    /** A lane fails only after that many failures in a row: a single bad message fails between others that arrive. */
    private static final int FAILURES_THAT_CLOSE_A_LANE = 5;

    private final Jdbi jdbi;
    private final AttemptStore attempts;
    private final ChannelHealthStore channels;
    private final LaneStore lanes;
    private final FallbackRouter fallbacks;
    private final LiveEditScheduler live;
    private final LaneStore.Probing probing;
    private final Clock clock;

    AttemptResultWriter(
            Jdbi jdbi,
            AttemptStore attempts,
            ChannelHealthStore channels,
            LaneStore lanes,
            FallbackRouter fallbacks,
            LiveEditScheduler live,
            RelayConfiguration configuration,
            Clock clock) {
        this.jdbi = jdbi;
        this.attempts = attempts;
        this.channels = channels;
        this.lanes = lanes;
        this.fallbacks = fallbacks;
        this.live = live;
        this.probing = new LaneStore.Probing(
                FAILURES_THAT_CLOSE_A_LANE,
                configuration.outbox().backoff(),
                configuration.outbox().maxBackoff());
        this.clock = clock;
    }

    /** Stores all of these or, if it throws, none. */
    void write(List<DeliveryAttempt> decided) {
        Instant now = DatabaseAccess.now(clock);
        jdbi.useTransaction(handle -> {
            attempts.finish(handle, decided, now);
            attempts.insert(
                    handle, decided.stream().filter(DeliveryAttempt::isRecorded).toList());
            live.settle(handle, decided, now);
            updateChannels(handle, decided, now);
            updateLanes(handle, decided, now);
            fallbacks.handOver(
                    handle,
                    decided.stream()
                            .filter(one -> one.outcome().state() == State.DEAD)
                            .map(one -> one.delivery().id())
                            .toList());
        });
    }

    private void updateChannels(Handle handle, List<DeliveryAttempt> decided, Instant now) {
        ChannelHealthUpdate update = ChannelHealthUpdate.of(decided);
        channels.recovered(handle, update.recovered());
        channels.troubled(handle, update.troubled(), now);
    }

    private void updateLanes(Handle handle, List<DeliveryAttempt> decided, Instant now) {
        LaneHealthUpdate update = LaneHealthUpdate.of(
                decided.stream().map(DeliveryAttempt::sending).collect(Collectors.toSet()), now);
        lanes.pause(handle, update.paused());
        lanes.fail(handle, update.failures(), probing, now);
        lanes.recover(handle, update.working(), now);
    }
}
