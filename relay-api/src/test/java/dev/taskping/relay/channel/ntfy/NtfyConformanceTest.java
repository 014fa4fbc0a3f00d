package dev.taskping.relay.channel.ntfy;

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
import dev.taskping.testkit.simulator.ntfy.NtfyMessage;
import dev.taskping.testkit.simulator.ntfy.NtfySimulator;
import java.util.List;

class NtfyConformanceTest extends ChannelConformance {

    @Override
    protected Venue open(Timeouts patience) {
        return new Subscriber(patience);
    }

    private static final class Subscriber implements Venue {

        private static final String LIMITS = "https://docs.ntfy.sh/publish/#limitations";

        private final NtfySimulator ntfy = NtfySimulator.start();
        private final NtfyAdapter adapter;

        Subscriber(Timeouts patience) {
            adapter = new NtfyAdapter(new NtfyApiClient(
                    new JsonApiClient(new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1")), patience))));
        }

        @Override
        public ChannelAdapter<?> adapter() {
            return adapter;
        }

        @Override
        public Access good() {
            return access(ntfy.token());
        }

        @Override
        public Access revoked() {
            return access("tk_revoked000access0token0000000");
        }

        private Access access(String token) {
            return Access.of(new NtfySettings("mia", ntfy.url(), token, null, null, null), token);
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(true, Actions.NONE, LongText.ATTACHED, false, true, true);
        }

        @Override
        public List<Limit> limits() {
            return List.of(
                    Limit.of("message", "4096 bytes", LIMITS),
                    Limit.of("requests", "60 at once, then one every 5 s, for all topics of a sender", LIMITS));
        }

        @Override
        public FaultPlan faults() {
            return ntfy.faults();
        }

        @Override
        public String writing() {
            return NtfySimulator.PUBLISH;
        }

        @Override
        public List<Shown> shown() {
            return ntfy.messages().stream().map(Subscriber::shown).toList();
        }

        private static Shown shown(NtfyMessage message) {
            return new Shown(
                    message.title() + "\n" + message.message(),
                    message.file() == null
                            ? List.of()
                            : List.of(new Shown.File(String.valueOf(message.fileName()), message.file())),
                    List.of(),
                    message.edits(),
                    false);
        }

        @Override
        public String displayed(String text) {
            return VisibleText.line(text);
        }

        @Override
        public void close() {
            ntfy.close();
        }
    }
}
