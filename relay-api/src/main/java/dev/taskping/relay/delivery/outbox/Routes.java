package dev.taskping.relay.delivery.outbox;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.Route;
import dev.taskping.relay.message.TemplateRenderer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What routes say together. Pure. */
public final class Routes {

    private Routes() {}

    /** Each channel once: the first template counts, and one that may be edited is. */
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
     * The words of a message: those of the NotifiedTask, which knows what it is about, before those of the channel.
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
