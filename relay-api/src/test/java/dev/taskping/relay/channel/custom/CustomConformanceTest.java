package dev.taskping.relay.channel.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.conformance.Capabilities;
import dev.taskping.relay.channel.conformance.Capabilities.Actions;
import dev.taskping.relay.channel.conformance.Capabilities.LongText;
import dev.taskping.relay.channel.conformance.ChannelConformance;
import dev.taskping.relay.channel.conformance.Shown;
import dev.taskping.relay.channel.conformance.Venue;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.http.Timeouts;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.testkit.simulator.http.FaultPlan;
import dev.taskping.testkit.simulator.ntfy.NtfyMessage;
import dev.taskping.testkit.simulator.ntfy.NtfySimulator;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample in Python, beside ntfy. */
class CustomConformanceTest extends ChannelConformance {

    @Override
    protected Venue open(Timeouts patience) {
        return new Subscriber(patience);
    }

    /** A request of JSON has at most twice the bytes of the longest message, and escapes take two or six bytes each. */
    @ParameterizedTest
    @ValueSource(strings = {"漢", "\"", "\n"})
    void messageWhoseJsonIsTooLongIsDelivered(String unit) {
        String log = unit.repeat(4_000 / unit.getBytes(StandardCharsets.UTF_8).length) + "end";
        try (Subscriber subscriber = new Subscriber(Timeouts.USUAL)) {
            DeliveryResult result = subscriber.adapter.send(
                    (CustomSettings) subscriber.good().settings(), Samples.notification(Samples.succeeded(log)));
            assertThat(result).isInstanceOf(DeliveryResult.Delivered.class);
            assertThat(subscriber.shown().getFirst().text()).contains("end");
        }
    }

    @Test
    void messageWithAFileIsReplacedByItsNextVersion() {
        try (Subscriber subscriber = new Subscriber(Timeouts.USUAL)) {
            CustomSettings settings = (CustomSettings) subscriber.good().settings();
            Message message = Samples.succeeded(Samples.log(20_000));
            var first = (DeliveryResult.Delivered) subscriber.adapter.send(settings, Samples.notification(message));
            subscriber.adapter.send(
                    settings, Samples.notification(message, new Placement.EditOf(null, first.reference())));
            assertThat(subscriber.shown())
                    .singleElement()
                    .extracting(Shown::edits)
                    .isEqualTo(1);
        }
    }

    private static final class Subscriber implements Venue {

        private static final String SIGNING_SECRET = "whsec_c2lnbmluZy1zZWNyZXQtb2YtdGhlLXNhbXBsZSE=";
        private static final String REVOKED = "tk_revoked000access0token0000000";

        private final NtfySimulator ntfy = NtfySimulator.start();
        private final PythonAdapter program;
        private final CustomAdapter adapter;

        Subscriber(Timeouts patience) {
            program = PythonAdapter.start(SIGNING_SECRET, 10);
            adapter = new CustomAdapter(
                    new HttpAdapter(
                            new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1")), patience), Clock.systemUTC()),
                    new InProcessAdapters(List.of(), patience));
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
            return access(REVOKED);
        }

        private Access access(String token) {
            return new Access(
                    new CustomSettings(
                            program.url(),
                            SIGNING_SECRET,
                            null,
                            Map.of("server", ntfy.url().toString(), "topic", "mia"),
                            Map.of("token", token)),
                    List.of(token, SIGNING_SECRET));
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(true, Actions.NONE, LongText.ATTACHED, false, true, true);
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
        public void close() {
            program.close();
            ntfy.close();
        }
    }
}
