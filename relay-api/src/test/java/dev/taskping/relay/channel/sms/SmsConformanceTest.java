package dev.taskping.relay.channel.sms;

import dev.taskping.relay.channel.conformance.Capabilities;
import dev.taskping.relay.channel.conformance.Capabilities.Actions;
import dev.taskping.relay.channel.conformance.Capabilities.LongText;
import dev.taskping.relay.channel.conformance.ChannelConformance;
import dev.taskping.relay.channel.conformance.Limit;
import dev.taskping.relay.channel.conformance.Shown;
import dev.taskping.relay.channel.conformance.Venue;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.http.JsonApiClient;
import dev.taskping.relay.channel.http.Timeouts;
import dev.taskping.relay.channel.render.VisibleText;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.testkit.simulator.http.FaultPlan;
import dev.taskping.testkit.simulator.twilio.TwilioSimulator;
import java.util.List;

class SmsConformanceTest extends ChannelConformance {

    @Override
    protected Venue open(Timeouts patience) {
        return new SmsVenue(patience);
    }

    private static final class SmsVenue implements Venue {

        private final TwilioSimulator twilio = TwilioSimulator.start();
        private final SmsAdapter adapter;

        SmsVenue(Timeouts patience) {
            adapter = new SmsAdapter(new TwilioApiClient(
                    new JsonApiClient(new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1")), patience))));
        }

        @Override
        public ChannelAdapter<?> adapter() {
            return adapter;
        }

        @Override
        public Access good() {
            return access(twilio.authToken());
        }

        @Override
        public Access revoked() {
            return access("revoked-auth-token-0000000000000");
        }

        private Access access(String token) {
            return Access.of(
                    new SmsSettings(
                            twilio.accountSid(), token, TwilioSimulator.NUMBER, null, "+491701234567", twilio.url()),
                    token);
        }

        @Override
        public List<Limit> limits() {
            return List.of(
                    Limit.of(
                            "segment",
                            "160 characters of GSM-7 or 70 of UCS-2; 153 or 67 where several belong together",
                            "https://www.twilio.com/docs/glossary/what-sms-character-limit"),
                    Limit.of(
                            "message",
                            "1600 characters, of which we use three segments",
                            "https://www.twilio.com/docs/glossary/what-sms-character-limit"));
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(false, Actions.HINTS, LongText.NOT_SHOWN, false, true, true);
        }

        @Override
        public FaultPlan faults() {
            return twilio.faults();
        }

        @Override
        public String writing() {
            return "Messages";
        }

        @Override
        public List<Shown> shown() {
            return twilio.messages().stream()
                    .map(message -> new Shown(message.body(), List.of(), List.of(), 0, false))
                    .toList();
        }

        @Override
        public String displayed(String text) {
            String visible = VisibleText.of(text);
            return Transliteration.toGsm(visible).orElse(visible);
        }

        @Override
        public void close() {
            twilio.close();
        }
    }
}
