package dev.taskping.relay.channel.discord;

import dev.taskping.relay.channel.conformance.ChannelConformance;
import dev.taskping.relay.channel.conformance.Venue;
import dev.taskping.relay.channel.http.Timeouts;

class DiscordBotConformanceTest extends ChannelConformance {

    @Override
    protected Venue open(Timeouts patience) {
        return DiscordVenue.ofBot(patience);
    }
}
