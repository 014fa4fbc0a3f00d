package dev.taskping.relay.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskping.relay.TestCluster;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import okhttp3.Request;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Providers that answer one byte at a time, and never to the end. */
@QuarkusTest
class TarpitIT {

    private static final int TARPITS = 8;

    /** As long as a registration waits for a check, and what this machine needs besides. */
    private static final Duration FIRST = Duration.ofSeconds(5);

    private static final Duration SOON = Duration.ofSeconds(1);

    @Inject
    Jdbi jdbi;

    @Inject
    ChannelHttpClient http;

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @Test
    @Attack(
            by = Attacker.CHANNEL_OWNER,
            tries = "eight servers that answer one byte at a time",
            gets = "registrations and events of others take less than a second")
    void tarpitsDelayNobodyElse() throws Exception {
        try (Tarpit tarpit = new Tarpit();
                WebhookSink sink = WebhookSink.start();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ValidatableResponse>> slow = IntStream.range(0, TARPITS)
                    .mapToObj(number -> threads.submit(() -> register(tarpit, number)))
                    .toList();
            await().until(() -> tarpit.connections() > 0);

            String uid = UUID.randomUUID().toString();
            assertWithin(SOON, () -> TestCluster.LAB.register("healthy-" + run, "good", sink));
            assertWithin(SOON, () -> TestCluster.LAB
                    .send(TestCluster.LAB.succeeded(uid, "good"))
                    .statusCode(200));

            for (Future<ValidatableResponse> answer : slow) {
                answer.get().statusCode(200);
            }
        }
    }

    @Test
    void registrationWaitsOnceForAProviderThatDoesNotAnswer() {
        try (Tarpit tarpit = new Tarpit()) {
            assertWithin(FIRST, () -> register(tarpit, 0));
            assertWithin(SOON, () -> assertThat(
                            register(tarpit, 0).statusCode(200).extract().<String>path("reason"))
                    .isEqualTo("Unreachable"));
        }
    }

    @Test
    void requestsInATransactionFail() {
        Request request = new Request.Builder().url("http://127.0.0.1:9/").build();

        assertThatThrownBy(() -> jdbi.useTransaction(
                        handle -> http.client().newCall(request).execute()))
                .isInstanceOf(AssertionError.class);
    }

    private ValidatableResponse register(Tarpit tarpit, int number) {
        return TestCluster.LAB
                .request()
                .body(Map.of(
                        "settings",
                        Map.of(
                                "type",
                                "telegram",
                                "botToken",
                                (100_000 + number) + ":ABC-DEF1234ghIkl-zyx57W2v1u123ew11",
                                "apiUrl",
                                tarpit.url()),
                        "people",
                        List.of(Map.of("name", "Mia", "role", "launcher"))))
                .put("/v1/channels/tarpits-" + run + "/slow-" + number)
                .then();
    }

    private static void assertWithin(Duration most, Runnable action) {
        long began = System.nanoTime();
        action.run();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(most);
    }

    /** Answers every connection with a header that never ends. */
    private static final class Tarpit implements AutoCloseable {

        private final ServerSocket server;
        private final AtomicInteger connections = new AtomicInteger();

        Tarpit() {
            try {
                server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            Thread.ofVirtual().start(this::accept);
        }

        String url() {
            return "http://127.0.0.1:" + server.getLocalPort();
        }

        int connections() {
            return connections.get();
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = server.accept();
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> drip(socket));
                }
            } catch (IOException closed) {
                // the test is over
            }
        }

        private void drip(Socket socket) {
            try (socket) {
                socket.getOutputStream().write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
                while (!server.isClosed()) {
                    socket.getOutputStream().write('a');
                    Thread.sleep(Duration.ofMillis(100));
                }
            } catch (IOException | InterruptedException gone) {
                // the client gave up
            }
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
