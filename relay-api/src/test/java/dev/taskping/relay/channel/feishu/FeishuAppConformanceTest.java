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

class FeishuAppConformanceTest extends ChannelConformance {

    @Override
    protected Venue open(Timeouts patience) {
        return new AppVenue(patience);
    }

    private static final class AppVenue extends FeishuVenue {

        AppVenue(Timeouts patience) {
            super(patience);
        }

        @Override
        public Access good() {
            return access(feishu.appSecret());
        }

        @Override
        public Access revoked() {
            return access("revoked-app-secret-0000000000000");
        }

        private Access access(String secret) {
            return new Access(
                    FeishuTesting.app(feishu, secret, feishu.chatId()), List.of(secret, "verification-token"));
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(true, Actions.BUTTONS, LongText.ATTACHED, true, true, true);
        }

        @Override
        public String writing() {
            return "messages";
        }

        @Override
        public Optional<Fault> markupRefusal() {
            return Optional.of(new Fault.Refusal(400, "230099 Failed to create card content, ext=ErrCode: 11310"));
        }
    }
}
