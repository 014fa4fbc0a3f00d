package dev.taskping.relay.command;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.relay.TestCluster;
import dev.taskping.relay.conversation.Trace;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests to {@code POST /v1/commands} that are forged, stolen, broken or too large are refused and launch nothing. What a good
 * token is misused for is recorded in the audit; any other request names no channel that it could be recorded for.
 */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileReplyTokensIT {

    private static final String LARGE = "x".repeat(300 * 1024);

    @Inject
    Jdbi jdbi;

    private final WebhookSink sink = WebhookSink.start();
    private final String uid = UUID.randomUUID().toString();
    private String token = "";

    /** Where the relay listens is known only while a test runs, so the first one sets up. */
    @BeforeEach
    void receiveToken() {
        if (!token.isEmpty()) {
            return;
        }
        TestCluster.LAB.register("ml", "sink-" + uid, sink);
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, "sink-" + uid)).statusCode(200);
        await().until(() -> sink.accepted().size() == 1);
        token = replyToken();
    }

    @BeforeEach
    void forgive() {
        jdbi.useHandle(handle -> {
            handle.execute("DELETE FROM request_window");
            handle.execute("DELETE FROM lockout");
        });
    }

    @AfterAll
    void stop() {
        sink.close();
    }

    static Stream<Arguments> forgedOrBroken() {
        return Stream.of(
                forged("no token", 401, it -> it.command("", "launch next")),
                forged("noise", 401, it -> it.command("noise", "launch next")),
                forged("a changed signature", 401, it -> it.command(it.token + "x", "launch next")),
                forged("no signature", 401, it -> it.command(it.unsigned(), "launch next")),
                forged("signed by a cluster", 401, it -> it.command(it.selfMade(), "launch next")),
                forged("a cluster's token", 401, it -> it.command(TestCluster.LAB.token(), "launch next")),
                forged("an admin's token", 401, it -> it.command(TestCluster.ADMIN_TOKEN, "launch next")),
                forged("too large", 413, it -> it.command(it.token, LARGE)),
                forged("no JSON", 400, it -> it.commands(it.token, "launch next")),
                forged("a list", 400, it -> it.commands(it.token, "{\"command\":[\"launch\",\"next\"]}")),
                forged("an object", 400, it -> it.commands(it.token, "{\"command\":{\"launch\":\"next\"}}")),
                forged(
                        "commands: deeper than anybody reads",
                        400,
                        it -> it.commands(it.token, "{\"command\":" + "[".repeat(5_000))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgedOrBroken")
    @Attack(
            by = Attacker.STRANGER,
            tries = "a forged, unsigned, foreign or oversized request with a reply token",
            gets = "refused; nothing is launched")
    void forgedOrBrokenRequestLaunchesNothing(Function<HostileReplyTokensIT, Response> request, int status) {
        Trace before = Trace.of(jdbi);
        assertThat(request.apply(this).statusCode()).isEqualTo(status);
        before.assertNothingLaunched(jdbi);
    }

    static Stream<Arguments> misused() {
        return Stream.of(
                forged("a number", 400, it -> it.commands(it.token, "{\"command\":5}")),
                forged("nothing", 400, it -> it.commands(it.token, "{}")),
                forged("spaces", 400, it -> it.command(it.token, "   ")),
                forged(
                        "another task",
                        403,
                        it -> it.commands(it.token, "{\"command\":\"launch next\",\"session_id\":\"another\"}")),
                forged("keeping", 400, it -> it.command(it.token, "keep")),
                forged("stopping", 400, it -> it.command(it.token, "stop")),
                forged("another namespace", 400, it -> it.command(it.token, "launch other/evaluate")),
                forged("shell", 400, it -> it.command(it.token, "launch evaluate; reboot")),
                forged("a parameter twice", 400, it -> it.command(it.token, "launch evaluate a=1 a=2")),
                forged("homoglyphs", 400, it -> it.command(it.token, "launch ev\u0430luate")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misused")
    @Attack(
            by = Attacker.TOKEN_HOLDER,
            tries = "to act on another task, to stop it, or to smuggle something into a command",
            gets = "refused and audited, without the token")
    void misusedTokenIsRefusedAndRecorded(Function<HostileReplyTokensIT, Response> request, int status) {
        Trace before = Trace.of(jdbi);
        assertThat(request.apply(this).statusCode()).isEqualTo(status);
        before.assertRefused(jdbi, "webhook:ml/sink-" + uid);
        String written = jdbi.withHandle(handle -> handle.createQuery("SELECT string_agg(audit::text, '') FROM audit")
                .mapTo(String.class)
                .one());
        assertThat(written).doesNotContain(token, token.substring(token.lastIndexOf('.') + 1));
    }

    private static Arguments forged(String name, int status, Function<HostileReplyTokensIT, Response> request) {
        return Arguments.of(Named.of(name, request), status);
    }

    private Response command(String bearer, String command) {
        return commands(bearer, "{\"command\":\"" + command + "\"}");
    }

    private Response commands(String bearer, String body) {
        RequestSpecification request = given().contentType("application/json");
        return (bearer.isEmpty() ? request : request.header("Authorization", "Bearer " + bearer))
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/v1/commands");
    }

    /** The same claims, and an algorithm that needs no key (RFC 8725, 2.1). */
    private String unsigned() {
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        return none + "." + token.split("\\.", -1)[1] + ".";
    }

    private String selfMade() {
        JwtClaims claims = TestCluster.LAB.claims();
        claims.setAudience("taskping-reply");
        claims.setJwtId(UUID.randomUUID().toString());
        claims.setSubject(uid);
        claims.setStringClaim("scope", "launch");
        return TestCluster.LAB.sign(claims, TestCluster.KEY);
    }

    private String replyToken() {
        try {
            return new ObjectMapper()
                    .readTree(sink.accepted().getFirst().body())
                    .path("replytoken")
                    .asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
