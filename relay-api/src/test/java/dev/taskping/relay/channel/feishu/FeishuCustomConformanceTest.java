package dev.taskping.relay.channel.feishu;

import dev.taskping.relay.channel.conformance.Capabilities;
import dev.taskping.relay.channel.conformance.Capabilities.Actions;
import dev.taskping.relay.channel.conformance.Capabilities.LongText;
import dev.taskping.relay.channel.conformance.ChannelConformance;
import dev.taskping.relay.channel.conformance.Venue;
import dev.taskping.relay.channel.http.Timeouts;
import dev.taskping.testkit.simulator.http.Fault;
import java.util.List;
import java.util.Optional;

class FeishuCustomConformanceTest extends ChannelConformance {

    @Override
    protected Venue open(Timeouts patience) {
        return new CustomVenue(patience);
    }

    private static final class CustomVenue extends FeishuVenue {

        CustomVenue(Timeouts patience) {
            super(patience);
        }

        @Override
        public Access good() {
            return access(feishu.signingSecret());
        }

        @Override
        public Access revoked() {
            return access("revoked-signing-secret");
        }

        private Access access(String secret) {
            return new Access(
                    FeishuTesting.custom(feishu.webhookUrl(), secret),
                    List.of(
                            secret,
                            feishu.webhookUrl().toString(),
                            feishu.webhookUrl().getPath()));
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(false, Actions.NONE, LongText.CUT, true, true, true);
        }

        @Override
        public String writing() {
            return "hook";
        }

        @Override
        public Optional<Fault> markupRefusal() {
            return Optional.of(new Fault.Refusal(200, "9499 Bad Request"));
        }
    }
}
