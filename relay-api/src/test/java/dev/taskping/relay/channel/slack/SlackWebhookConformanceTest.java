package dev.taskping.relay.channel.slack;

import dev.taskping.relay.channel.conformance.ChannelConformance;
import dev.taskping.relay.channel.conformance.Venue;
import dev.taskping.relay.channel.http.Timeouts;

class SlackWebhookConformanceTest extends ChannelConformance {

    @Override
    protected Venue open(Timeouts patience) {
        return SlackVenue.ofWebhook(patience);
    }
}
