package dev.taskping.operator.channel;

import dev.taskping.crds.NotificationChannel;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.leadership.LeadershipGained;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.relay.RelayException;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelOverview;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the controller for channels of which the relay has something new to say: a token that was revoked, a mailbox that is
 * full. All channels are asked about in one request.
 */
@ApplicationScoped
class ChannelNews {

    private static final Logger LOG = Logger.getLogger(ChannelNews.class);

    private final RelayClient relay;
    private final Duration interval;
    private final SimpleInboundEventSource<NotificationChannel> events =
            new SimpleInboundEventSource<>("channels-of-the-relay");
    private volatile @Nullable Thread asking;

    ChannelNews(RelayClient relay, OperatorConfiguration configuration) {
        this.relay = relay;
        this.interval = configuration.relay().channelInterval();
    }

    /** Tells of channels that changed. */
    SimpleInboundEventSource<NotificationChannel> events() {
        return events;
    }

    void start(@Observes LeadershipGained gained) {
        asking = Thread.ofVirtual().name("channel-news").start(this::askForever);
    }

    @PreDestroy
    void stop() {
        Thread running = asking;
        if (running != null) {
            running.interrupt();
        }
    }

    private void askForever() {
        Map<ChannelKey, ChannelOverview.Entry> known = Map.of();
        try {
            while (true) {
                try {
                    known = tellWhatChanged(known);
                } catch (RelayException e) {
                    LOG.debugf("How channels are is not known for now: %s", e.getMessage());
                }
                Thread.sleep(interval.toMillis());
            }
        } catch (InterruptedException e) {
            LOG.debug("Nobody asks how channels are any more");
        }
    }

    private Map<ChannelKey, ChannelOverview.Entry> tellWhatChanged(Map<ChannelKey, ChannelOverview.Entry> before) {
        Map<ChannelKey, ChannelOverview.Entry> now = relay.channels().channels().stream()
                .collect(Collectors.toMap(ChannelOverview.Entry::channel, Function.identity()));
        Set<ChannelKey> all = new HashSet<>(before.keySet());
        all.addAll(now.keySet());
        all.stream()
                .filter(channel -> !Objects.equals(before.get(channel), now.get(channel)))
                .forEach(channel -> events.propagateEvent(new ResourceID(channel.name(), channel.namespace())));
        return now;
    }
}
