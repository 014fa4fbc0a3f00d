package dev.taskping.relay.channel.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.relay.channel.conformance.Capabilities;
import dev.taskping.relay.channel.conformance.Capabilities.Actions;
import dev.taskping.relay.channel.conformance.Capabilities.LongText;
import dev.taskping.relay.channel.conformance.ChannelConformance;
import dev.taskping.relay.channel.conformance.Limit;
import dev.taskping.relay.channel.conformance.Shown;
import dev.taskping.relay.channel.conformance.Venue;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.http.Timeouts;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.testkit.simulator.Html;
import dev.taskping.testkit.simulator.http.FaultPlan;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

class WebhookConformanceTest extends ChannelConformance {

    @Override
    protected Venue open(Timeouts patience) {
        return new Receiver(patience);
    }

    /** A program reads what arrives; what it would show a person are the texts of the event. */
    private static final class Receiver implements Venue {

        private static final String REVOKED = "whsec_cmV2b2tlZC1zaWduaW5nLXNlY3JldC0zMi1ieXRlcyE=";

        private final ObjectMapper json = new ObjectMapper();
        private final WebhookSink sink = WebhookSink.start();
        private final WebhookAdapter adapter;

        Receiver(Timeouts patience) {
            adapter = new WebhookAdapter(
                    new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1")), patience),
                    notification -> Optional.empty(),
                    Clock.systemUTC());
        }

        @Override
        public ChannelAdapter<?> adapter() {
            return adapter;
        }

        @Override
        public Access good() {
            return access(sink.secret());
        }

        @Override
        public Access revoked() {
            return access(REVOKED);
        }

        private Access access(String secret) {
            return Access.of(new WebhookSettings(sink.url(), secret, null), secret);
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(false, Actions.NONE, LongText.WHOLE, false, true, false);
        }

        @Override
        public List<Limit> limits() {
            return List.of(Limit.of(
                    "event",
                    "64 KiB, as CloudEvents advises; a log's tail is at most that long",
                    "https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#size-limits"));
        }

        @Override
        public FaultPlan faults() {
            return sink.faults();
        }

        @Override
        public List<Shown> shown() {
            return sink.accepted().stream()
                    .map(request ->
                            new Shown(textsIn(request.body()), List.of(), List.of(), 0, false, drawn(request.body())))
                    .toList();
        }

        private String drawn(String body) {
            try {
                return "<pre>" + Html.escape(json.readTree(body).toPrettyString()) + "</pre>";
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("A webhook's body is no JSON: " + body, e);
            }
        }

        private String textsIn(String body) {
            try {
                return texts(json.readTree(body));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("A webhook's body is no JSON: " + body, e);
            }
        }

        private static String texts(JsonNode node) {
            return node.isContainerNode()
                    ? StreamSupport.stream(node.spliterator(), false)
                            .map(Receiver::texts)
                            .collect(Collectors.joining("\n"))
                    : node.asText();
        }

        @Override
        public void close() {
            sink.close();
        }
    }
}
