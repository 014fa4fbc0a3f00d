package dev.taskping.operator.channel;

import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.leadership.LeaderTask;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelOverview;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Polls the relay for the status of all channels, in one request, and has the controller reconcile each channel whose status
 * changed: its token was revoked, its mailbox is full.
 */
@ApplicationScoped
class ChannelStatusPoller implements LeaderTask {

    private final RelayClient relay;
    private final Duration interval;
    private final SimpleInboundEventSource<NotificationChannel> events =
            new SimpleInboundEventSource<>("channels-of-the-relay");
    private Map<ChannelKey, ChannelOverview.Entry> known = Map.of();

    ChannelStatusPoller(RelayClient relay, OperatorConfiguration configuration) {
        this.relay = relay;
        this.interval = configuration.relay().channelInterval();
    }

    /** The channels whose status changed. */
    SimpleInboundEventSource<NotificationChannel> events() {
        return events;
    }

    @Override
    public String name() {
        return "Poll of the channels' status";
    }

    @Override
    public void run() {
        Map<ChannelKey, ChannelOverview.Entry> before = known;
        Map<ChannelKey, ChannelOverview.Entry> now = relay.channels().channels().stream()
                .collect(Collectors.toMap(ChannelOverview.Entry::channel, Function.identity()));
        Set<ChannelKey> all = new HashSet<>(before.keySet());
        all.addAll(now.keySet());
        all.stream()
                .filter(channel -> !Objects.equals(before.get(channel), now.get(channel)))
                .forEach(channel -> events.propagateEvent(new ResourceID(channel.name(), channel.namespace())));
        known = now;
    }

    @Override
    public Duration interval() {
        return interval;
    }
}
