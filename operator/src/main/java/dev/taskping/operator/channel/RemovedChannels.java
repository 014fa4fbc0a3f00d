package dev.taskping.operator.channel;

import dev.taskping.crds.NotificationChannel;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.relay.Backoff;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.relay.RelayException;
import dev.taskping.protocol.channel.ChannelKey;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Has the relay forget channels that were deleted. It is an event source because those hear of deletions; a finalizer
 * would keep channels, and their namespaces, from going away while the operator does not run.
 */
final class RemovedChannels extends AbstractEventSource<Void, NotificationChannel>
        implements ResourceEventAware<NotificationChannel> {

    private static final Logger LOG = Logger.getLogger(RemovedChannels.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final int ATTEMPTS = 60;

    private final Leadership leadership;
    private final RelayClient relay;
    private final java.util.function.Predicate<ResourceID> exists;

    RemovedChannels(Leadership leadership, RelayClient relay, java.util.function.Predicate<ResourceID> exists) {
        super(Void.class, "removed-channels");
        this.leadership = leadership;
        this.relay = relay;
        this.exists = exists;
    }

    @Override
    public void onResourceDeleted(NotificationChannel channel) {
        if (leadership.leads()) {
            ResourceID id = ResourceID.fromResource(channel);
            Thread.ofVirtual().name("forget-channel").start(() -> forget(id));
        }
    }

    @Override
    public Set<Void> getSecondaryResources(NotificationChannel channel) {
        return Set.of();
    }

    private void forget(ResourceID id) {
        ChannelKey key = new ChannelKey(id.getNamespace().orElse(""), id.getName());
        for (int attempt = 1; attempt <= ATTEMPTS && !exists.test(id); attempt++) {
            try {
                relay.forget(key);
                LOG.infof("Channel %s was deleted; the relay has forgotten it", key);
                return;
            } catch (RelayException e) {
                if (e.kind() == RelayException.Kind.REFUSED) {
                    return; // it did not know the channel
                }
                try {
                    Thread.sleep(BACKOFF.after(attempt).toMillis());
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
