package dev.taskping.operator.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.operator.configuration.ClusterIdentity;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Timing;
import dev.taskping.protocol.relay.EventReceipt;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The batcher over a real connection, against an endpoint that can refuse, fail and stay silent about events. */
class EventBatcherTest {

    private final ObjectMapper json = ProtocolJson.mapper();
    private final Vertx vertx = Vertx.vertx();
    private final List<List<String>> batches = new CopyOnWriteArrayList<>();
    private volatile int failures;
    private volatile int poisonStatus;
    private volatile boolean forgetsOne;
    private HttpServer server;
    private RelayHttpClient http;
    private EventBatcher batcher;

    @BeforeEach
    void start() {
        server = vertx.createHttpServer()
                .requestHandler(this::serve)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        OperatorConfiguration configuration = new SmallRyeConfigBuilder()
                .withMapping(OperatorConfiguration.class)
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "taskping.relay.url", "http://127.0.0.1:" + server.actualPort(),
                                "taskping.relay.timeout", "PT5S",
                                "taskping.relay.comparison-interval", "PT5M",
                                "taskping.relay.undelivered-interval", "PT30S",
                                "taskping.relay.channel-interval", "PT10S",
                                "taskping.launches.retain", "P30D",
                                "taskping.launches.collection-interval", "PT1H"),
                        "test",
                        100))
                .build()
                .getConfigMapping(OperatorConfiguration.class);
        ClusterToken token =
                new ClusterToken(ClusterIdentity.of("test", "0123456789012345678901234567890123"), Clock.systemUTC());
        http = new RelayHttpClient(configuration, token);
        batcher = new EventBatcher(new RelayClient(http), http, new SimpleMeterRegistry());
        batcher.start();
    }

    @AfterEach
    void stop() {
        batcher.stop();
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Refuses any batch with an event named bad; answers 503 as often as it was told to. */
    private void serve(HttpServerRequest request) {
        request.bodyHandler(body -> {
            List<String> ids = ids(body.getBytes());
            batches.add(ids);
            if (failures > 0) {
                failures--;
                request.response().setStatusCode(503).end();
            } else if (ids.stream().anyMatch(id -> id.endsWith("poison"))) {
                request.response().setStatusCode(poisonStatus).end("no");
            } else if (ids.stream().anyMatch(id -> id.contains("bad"))) {
                request.response()
                        .setStatusCode(400)
                        .end("{\"type\":\"invalid-request\",\"title\":\"no\",\"status\":400}");
            } else {
                List<EventReceipt> verdicts = new ArrayList<>();
                ids.forEach(id -> verdicts.add(new EventReceipt(id, EventReceipt.Status.ACCEPTED, null)));
                if (forgetsOne) {
                    forgetsOne = false;
                    verdicts.removeLast();
                }
                request.response().end(write(verdicts));
            }
        });
    }

    private List<String> ids(byte[] body) {
        try {
            List<String> ids = new ArrayList<>();
            for (JsonNode event : json.readTree(body)) {
                ids.add(event.get("id").asText());
            }
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TaskEvent event(String id) {
        TaskIdentity task = new TaskIdentity("Job", "ml", "train", id, Map.of());
        return new TaskEvent(
                id,
                URI.create("/clusters/test/namespaces/ml/jobs/train"),
                TaskEventType.STARTED,
                id,
                Instant.EPOCH,
                new TaskData(task, null, Timing.UNKNOWN, null, null, List.of(), List.of()));
    }

    private static void assertAccepted(List<CompletableFuture<EventReceipt>> sent) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(sent).allSatisfy(one -> assertThat(one)
                        .isCompletedWithValueMatching(verdict -> verdict.status() == EventReceipt.Status.ACCEPTED)));
    }

    @Test
    void manyEventsAreSentInFewRequestsAndInOrder() {
        List<String> ids = IntStream.range(0, 900).mapToObj(i -> "e" + i).toList();
        assertAccepted(ids.stream().map(id -> batcher.submit(event(id))).toList());
        assertThat(batches.stream().flatMap(List::stream).toList()).isEqualTo(ids);
        assertThat(batches).hasSizeLessThan(100).allSatisfy(batch -> assertThat(batch)
                .hasSizeLessThanOrEqualTo(200));
    }

    @Test
    void refusedEventDoesNotBlockTheOthers() {
        failures = 1; // so that all of them are in one batch
        List<CompletableFuture<EventReceipt>> good = new ArrayList<>();
        good.add(batcher.submit(event("a")));
        good.add(batcher.submit(event("b")));
        CompletableFuture<EventReceipt> bad = batcher.submit(event("bad"));
        good.add(batcher.submit(event("c")));

        assertAccepted(good);
        assertThat(bad.join().status()).isEqualTo(EventReceipt.Status.REJECTED);
    }

    /** A firewall, or a fault of the relay, that only one event meets. */
    @ParameterizedTest
    @ValueSource(ints = {403, 500})
    void eventThatIsNeverAnsweredDoesNotBlockTheOthers(int status) {
        poisonStatus = status;
        failures = 1; // so that all of them are in one batch
        List<CompletableFuture<EventReceipt>> good = new ArrayList<>();
        good.add(batcher.submit(event("a")));
        CompletableFuture<EventReceipt> poison = batcher.submit(event("poison"));
        good.add(batcher.submit(event("b")));
        good.add(batcher.submit(event("c")));

        assertAccepted(good);
        await().until(poison::isCompletedExceptionally);
        int requests = batches.size();
        CompletableFuture<EventReceipt> again = batcher.submit(event("poison"));
        await().until(again::isCompletedExceptionally);
        assertThat(batches).as("one request is enough the second time").hasSize(requests + 1);
        assertThat(batcher.isAtFault("poison")).isTrue();
        assertThat(batcher.isAtFault("a")).isFalse();
    }

    /** Then none of the events is at fault, and halving batches must not become a flood. */
    @Test
    void relayThatAnswersSoToEverythingIsNotAskedFaster() {
        poisonStatus = 500;
        List<CompletableFuture<EventReceipt>> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.add(batcher.submit(event(i + "-poison")));
        }

        await().pollDelay(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(batches)
                .hasSizeLessThan(10));
        assertThat(sent).noneMatch(one -> one.isDone() && !one.isCompletedExceptionally());
        assertThat(batcher.isAtFault("0-poison")).isFalse();
    }

    @Test
    void batchIsSentAgainWhileTheRelayIsUnavailable() {
        failures = 2;
        assertAccepted(List.of(batcher.submit(event("a"))));
        assertThat(batches).hasSize(3);
    }

    @Test
    void eventWithoutVerdictIsSentAgain() {
        forgetsOne = true;
        assertAccepted(List.of(batcher.submit(event("a")), batcher.submit(event("b"))));
    }

    @Test
    void eventsBeyondCapacityAreRefusedWhileTheRelayIsUnavailable() {
        failures = Integer.MAX_VALUE;
        List<CompletableFuture<EventReceipt>> sent = IntStream.range(0, 1_500)
                .mapToObj(i -> batcher.submit(event("e" + i)))
                .toList();
        assertThat(sent.stream()
                        .filter(CompletableFuture::isCompletedExceptionally)
                        .count())
                .isBetween(200L, 500L);
    }
}
