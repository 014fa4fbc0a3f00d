package dev.taskping.relay.channel.custom;

import dev.taskping.protocol.adapter.AdapterConfiguration;
import dev.taskping.protocol.adapter.AdapterPlacement;
import dev.taskping.protocol.adapter.AdapterPlacement.Place;
import dev.taskping.protocol.adapter.AdapterRequest;
import dev.taskping.protocol.adapter.EventSummary;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import jakarta.enterprise.context.ApplicationScoped;

/** Hands notifications to an adapter of somebody else's. The reference is whatever that adapter says. */
@ApplicationScoped
public class CustomAdapter implements ChannelAdapter<CustomSettings> {

    private final HttpAdapter programs;
    private final InProcessAdapters classes;

    /** Reaches programs and classes. */
    public CustomAdapter(HttpAdapter programs, InProcessAdapters classes) {
        this.programs = programs;
        this.classes = classes;
    }

    @Override
    public Class<CustomSettings> settingsType() {
        return CustomSettings.class;
    }

    @Override
    public DeliveryResult send(CustomSettings settings, Notification notification) {
        AdapterRequest request = request(settings, notification);
        return settings.url() == null ? classes.send(settings, request) : programs.send(settings, request);
    }

    @Override
    public ChannelCheck check(CustomSettings settings) {
        AdapterConfiguration configuration = new AdapterConfiguration(settings.settings(), settings.secrets());
        return settings.url() == null
                ? classes.check(settings, configuration)
                : programs.check(settings, configuration);
    }

    private static AdapterRequest request(CustomSettings settings, Notification notification) {
        return new AdapterRequest(
                notification.deliveryId(),
                notification.createdAt(),
                notification.message(),
                notification.event() == null ? null : EventSummary.of(notification.event()),
                notification.thread(),
                switch (notification.placement()) {
                    case Placement.Fresh fresh -> new AdapterPlacement(Place.FRESH, null);
                    case Placement.ReplyTo reply -> new AdapterPlacement(Place.REPLY_TO, reply.reference());
                    case Placement.EditOf edit -> new AdapterPlacement(Place.EDIT_OF, edit.reference());
                },
                new AdapterConfiguration(settings.settings(), settings.secrets()));
    }
}
