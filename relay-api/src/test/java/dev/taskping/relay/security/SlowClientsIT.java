package dev.taskping.relay.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.TestCluster;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** More sockets than the relay has worker threads send a header and one byte: nobody else waits, and they are cut. */
@QuarkusTest
class SlowClientsIT {

    private static final int SOCKETS = 250;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LINGER = Duration.ofSeconds(4);

    @TestHTTPResource(value = "/health/live", management = true)
    URL liveness;

    private final List<Socket> sockets = new ArrayList<>();

    private static Named<Supplier<String>> header(String name, Supplier<String> header) {
        return Named.of(name, header);
    }

    static List<Named<Supplier<String>>> open() {
        return List.of(
                header("a hook", () -> "POST /hooks/" + "0".repeat(32)),
                header("a hook by name", () -> "POST /hooks/discord/lab/ml/absent"),
                header("no such hook", () -> "POST /hooks/a/b/c/d/e/f"),
                header("commands", () -> "POST /v1/commands"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("open")
    @Attack(
            by = Attacker.STRANGER,
            tries = "250 connections that send a header and one byte",
            gets = "others are served within a second; the connections are cut")
    void nobodyWaitsForBodiesOfAnybody(Supplier<String> header) throws Exception {
        open(header.get(), "");

        assertOthersAreServed();
        assertThat(firstLines()).allSatisfy(line -> assertThat(line).isIn("", "HTTP/1.1 408 Request Timeout"));
        assertOthersAreServed();
    }

    @Test
    @Attack(
            by = Attacker.STRANGER,
            tries = "250 such connections with a wrong token",
            gets = "401 before the body is read; others are served within a second")
    void nobodyWaitsForBodiesWithAWrongCredential() throws Exception {
        open("POST /v1/events", "Authorization: Bearer tp_wrong\r\n");

        assertThat(firstLines()).allSatisfy(line -> assertThat(line).isEqualTo("HTTP/1.1 401 Unauthorized"));
        assertOthersAreServed();
    }

    @Test
    void nobodyWaitsForBodiesWithARightCredential() throws Exception {
        open("POST /v1/events", "Authorization: Bearer " + TestCluster.LAB.token() + "\r\n");

        assertOthersAreServed();
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void open(String request, String more) throws IOException {
        byte[] header = (request + " HTTP/1.1\r\nHost: relay\r\nContent-Type: application/json\r\n" + more
                        + "Content-Length: 100\r\n\r\n{")
                .getBytes(StandardCharsets.US_ASCII);
        for (int number = 0; number < SOCKETS; number++) {
            Socket socket = new Socket("localhost", RestAssured.port);
            socket.setSoTimeout(
                    (int) RequestBodyReceiver.OPEN_PATIENCE.plus(LINGER).toMillis());
            sockets.add(socket);
            socket.getOutputStream().write(header);
        }
    }

    /** What each socket is answered; empty if it is cut without an answer. Fails if one is neither answered nor cut in time. */
    private List<String> firstLines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Socket socket : sockets) {
            try {
                String line = new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine();
                lines.add(line == null ? "" : line);
            } catch (SocketException cut) {
                lines.add("");
            }
        }
        return lines;
    }

    private void assertOthersAreServed() {
        try (WebhookSink sink = WebhookSink.start()) {
            String uid = UUID.randomUUID().toString();
            TestCluster.LAB.register("ml", "slow-" + uid, sink);
            assertSoon(() -> TestCluster.LAB
                    .send(TestCluster.LAB.succeeded(uid, "slow-" + uid))
                    .statusCode(200));
            assertSoon(() -> given().contentType("application/json")
                    .body("{}")
                    .post("/hooks/" + "1".repeat(32))
                    .then()
                    .statusCode(404));
            assertSoon(() -> given().get(liveness).then().statusCode(200));
        }
    }

    private static void assertSoon(Runnable request) {
        long began = System.nanoTime();
        request.run();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    }
}
