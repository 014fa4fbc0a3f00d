package dev.taskping.operator.channel;

import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.relay.RelayException;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.time.ExponentialBackoff;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Removes deleted channels from the relay. This is an event source because event sources are told of deletions. A finalizer
 * would block the deletion of channels, and of their namespaces, while the operator does not run.
 */
final class ChannelDeregistration extends AbstractEventSource<Void, NotificationChannel>
        implements ResourceEventAware<NotificationChannel> {

    private static final Logger LOG = Logger.getLogger(ChannelDeregistration.class);
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final int ATTEMPTS = 60;

    private final Leadership leadership;
    private final RelayClient relay;
    private final java.util.function.Predicate<ResourceID> exists;

    ChannelDeregistration(Leadership leadership, RelayClient relay, java.util.function.Predicate<ResourceID> exists) {
        super(Void.class, "channel-deregistration");
        this.leadership = leadership;
        this.relay = relay;
        this.exists = exists;
    }

    @Override
    public void onResourceDeleted(NotificationChannel channel) {
        if (leadership.leads()) {
            ResourceID id = ResourceID.fromResource(channel);
            Thread.ofVirtual().name("channel-deregistration").start(() -> deregister(id));
        }
    }

    @Override
    public Set<Void> getSecondaryResources(NotificationChannel channel) {
        return Set.of();
    }

    private void deregister(ResourceID id) {
        ChannelKey key = new ChannelKey(id.getNamespace().orElse(""), id.getName());
        for (int attempt = 1; attempt <= ATTEMPTS && !exists.test(id); attempt++) {
            try {
                relay.forget(key);
                LOG.infof("Removed the deleted channel %s from the relay", key);
                return;
            } catch (RelayException e) {
                if (e.kind() == RelayException.Kind.REFUSED) {
                    return; // the relay does not know the channel
                }
                try {
                    BACKOFF.sleep(attempt);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
