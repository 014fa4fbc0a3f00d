package dev.taskping.relay.channel.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.webhook.ReceivedRequest;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAdapterTest {

    private final WebhookSink sink = WebhookSink.start();
    private final WebhookAdapter adapter = adapter(notification -> Optional.empty());
    private final ObjectMapper json = new ObjectMapper();

    @AfterEach
    void stop() {
        sink.close();
    }

    @Test
    void sendsTheSignedEventWithItsLog() throws Exception {
        Notification notification = Samples.notification(Samples.succeeded("loss=0.1\n"));
        DeliveryResult result = adapter.send(settings(), notification);

        ReceivedRequest request = sink.accepted().getFirst();
        assertThat(result).isEqualTo(new DeliveryResult.Delivered(request.webhookId()));
        assertThat(request.webhookId()).isEqualTo(notification.deliveryId().toString());
        assertThat(request.signature()).isEqualTo(WebhookSink.VALID);
        assertThat(request.headers().get("content-type")).startsWith("application/cloudevents+json");
        JsonNode event = json.readTree(request.body());
        assertThat(event.get("specversion").asText()).isEqualTo("1.0");
        assertThat(event.get("type").asText()).isEqualTo("dev.taskping.task.finished.v1");
        assertThat(event.at("/data/task/name").asText()).isEqualTo("train-llm");
        assertThat(event.at("/data/outcome/result").asText()).isEqualTo("Succeeded");
        assertThat(event.at("/data/log/tail").asText()).isEqualTo("loss=0.1\n");
    }

    @Test
    void sendsAnswersAsMessages() throws Exception {
        Notification confirmation = new Notification(
                UUID.randomUUID(),
                Instant.now(),
                Message.line(Message.Severity.SUCCESS, "Launched evaluate-x7f2"),
                null,
                "task-1",
                new Placement.Fresh());
        adapter.send(settings(), confirmation);

        JsonNode event = json.readTree(sink.accepted().getFirst().body());
        assertThat(event.get("type").asText()).isEqualTo("dev.taskping.message.v1");
        assertThat(event.get("subject").asText()).isEqualTo("task-1");
        assertThat(event.at("/data/title").asText()).isEqualTo("Launched evaluate-x7f2");
    }

    @Test
    void offersAWayToAnswer() throws Exception {
        ReplyOffer offer = new ReplyOffer(
                URI.create("https://relay.example.org/v1/commands"), "t0ken", Instant.parse("2026-03-02T00:00:00Z"));
        adapter(notification -> Optional.of(offer)).send(settings(), Samples.notification(Samples.succeeded("x")));

        JsonNode event = json.readTree(sink.accepted().getFirst().body());
        assertThat(event.get("replyurl").asText()).isEqualTo("https://relay.example.org/v1/commands");
        assertThat(event.get("replytoken").asText()).isEqualTo("t0ken");
        assertThat(offer.toString()).doesNotContain("t0ken");
    }

    @ParameterizedTest
    @CsvSource({
        "500, Failed",
        "502, Failed",
        "503, Failed",
        "429, Failed",
        "408, Failed",
        "401, Rejected",
        "403, Failed",
        "404, Failed",
        "400, Rejected",
        "410, Rejected",
        "301, Rejected",
        "422, Rejected"
    })
    void readsTheStatus(int status, String expected) {
        sink.faults().failNext("/hook", 1, new Fault.Status(status, null));
        DeliveryResult result = adapter.send(settings(), Samples.notification(Samples.succeeded("x")));
        assertThat(result.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(result.toString()).contains("127.0.0.1 answers " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void waitsAsLongAsAsked(int status) {
        sink.faults().failNext("/hook", 1, new Fault.Status(status, Duration.ofSeconds(30)));
        assertThat(adapter.send(settings(), Samples.notification(Samples.succeeded("x"))))
                .isInstanceOfSatisfying(DeliveryResult.RetryAfter.class, retry -> assertThat(retry.delay())
                        .isEqualTo(Duration.ofSeconds(30)));
    }

    @Test
    void aBrokenConnectionFailsOnceAndIsNotRepeatedSilently() {
        sink.faults().failNext("/hook", 1, new Fault.ResetAfterAccept());
        assertThat(adapter.send(settings(), Samples.notification(Samples.succeeded("x"))))
                .isInstanceOf(DeliveryResult.Failed.class);
        assertThat(sink.requests()).hasSize(1);
    }

    @Test
    void redirectsAreNamedAndNotFollowed() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://169.254.169.254/latest?secret=1");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
        try {
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            assertThat(adapter.send(
                            new WebhookSettings(url, sink.secret(), null),
                            Samples.notification(Samples.succeeded("x"))))
                    .isInstanceOfSatisfying(DeliveryResult.Rejected.class, rejected -> assertThat(rejected.reason())
                            .contains("redirects to http://169.254.169.254/latest", "final address")
                            .doesNotContain("secret"));
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "whsec_!!!", "whsec_c2hvcnQ="})
    void anUnusableSecretIsRefusedWithoutShowingIt(String secret) {
        WebhookSettings settings = new WebhookSettings(sink.url(), secret, null);
        assertThat(adapter.send(settings, Samples.notification(Samples.succeeded("x"))))
                .isInstanceOfSatisfying(DeliveryResult.Rejected.class, rejected -> assertThat(rejected.reason())
                        .contains("openssl rand"));
        assertThat(adapter.check(settings).ready()).isFalse();
    }

    @Test
    void privateTargetsMustBeAllowed() {
        WebhookAdapter strict = new WebhookAdapter(
                new ChannelHttpClient(new EgressGuard(List.of())), notification -> Optional.empty(), Clock.systemUTC());
        assertThat(strict.send(settings(), Samples.notification(Samples.succeeded("x"))))
                .isInstanceOf(DeliveryResult.Rejected.class);
        assertThat(strict.check(settings()).message()).contains("taskping.webhook.allowed-hosts");
        assertThat(sink.requests()).isEmpty();
    }

    @Test
    void aCheckDeliversNothing() {
        assertThat(adapter.check(settings()).reason()).isEqualTo("Verified");
        assertThat(sink.requests()).isEmpty();
    }

    @Test
    void aThousandMessagesShareKeptConnections() {
        try (ExecutorService senders =
                Executors.newFixedThreadPool(32, Thread.ofVirtual().factory())) {
            for (int i = 0; i < 1_000; i++) {
                senders.execute(() -> adapter.send(settings(), Samples.notification(Samples.succeeded("x"))));
            }
        }
        assertThat(sink.accepted()).hasSize(1_000);
        assertThat(sink.duplicates()).isEmpty();
    }

    private static WebhookAdapter adapter(Function<Notification, Optional<ReplyOffer>> replyOffers) {
        return new WebhookAdapter(
                new ChannelHttpClient(new EgressGuard(List.of("127.0.0.0/8"))), replyOffers, Clock.systemUTC());
    }

    private WebhookSettings settings() {
        return new WebhookSettings(sink.url(), sink.secret(), null);
    }
}
