package dev.taskping.relay.delivery.outbox;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.Route;
import dev.taskping.relay.message.TemplateRenderer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Merges routes. Pure. */
public final class Routes {

    private Routes() {}

    /** One route for each channel: with the first template, and live if any of its routes is. */
    public static Collection<Route> merged(List<Route> routes) {
        if (routes.size() <= 1) {
            return routes;
        }
        Map<ChannelKey, Route> merged = new LinkedHashMap<>();
        for (Route route : routes) {
            merged.merge(route.channel(), route, (one, other) -> {
                Route worded = one.template() == null ? other : one;
                return new Route(one.channel(), worded.policy(), worded.template(), one.live() || other.live());
            });
        }
        return merged.values();
    }

    /**
     * The template of a message: that of the NotifiedTask, which knows its tasks, before that of the channel.
     *
     * @param ofChannel the channel's own template
     */
    public static @Nullable TemplateRenderer wording(@Nullable Route route, @Nullable String ofChannel) {
        if (route != null && route.template() != null) {
            return new TemplateRenderer(route.policy(), route.template());
        }
        return ofChannel == null ? null : new TemplateRenderer(null, ofChannel);
    }
}
