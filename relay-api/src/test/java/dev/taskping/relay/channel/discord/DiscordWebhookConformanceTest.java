package dev.taskping.relay.channel.discord;

import dev.taskping.relay.channel.conformance.ChannelConformance;
import dev.taskping.relay.channel.conformance.Venue;
import dev.taskping.relay.channel.http.Timeouts;

class DiscordWebhookConformanceTest extends ChannelConformance {

    @Override
    protected Venue open(Timeouts patience) {
        return DiscordVenue.ofWebhook(patience);
    }
}
