package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.delivery.live.LiveMessageStore;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Puts live messages back into the outbox if they have something newer to show than what was just sent. */
@ApplicationScoped
class LiveEditScheduler {

    private final LiveMessageStore store;
    private final Duration between;

    LiveEditScheduler(LiveMessageStore store, RelayConfiguration configuration) {
        this.store = store;
        this.between = configuration.live().editInterval();
    }

    /** Handles the live ones of these deliveries, in the caller's transaction, after their results were stored. */
    void settle(Handle handle, List<DeliveryAttempt> decided, Instant now) {
        Map<UUID, Sent> sent = new HashMap<>();
        for (DeliveryAttempt attempt : decided) {
            ClaimedDelivery.Live live = attempt.delivery().live();
            if (live != null) {
                boolean alone = attempt.sending().message().deliveries().size() == 1;
                sent.put(attempt.delivery().id(), new Sent(live.version(), alone));
            }
        }
        if (sent.isEmpty()) {
            return;
        }
        for (LiveMessageStore.Row row : store.ofDeliveries(handle, sent.keySet())) {
            Sent one = sent.getOrDefault(row.id(), new Sent(0, true));
            row.state()
                    .sent(one.version, one.alone, now, between)
                    .ifPresent(state -> store.write(handle, row.id(), state, row.message()));
        }
    }

    private record Sent(int version, boolean alone) {}
}
