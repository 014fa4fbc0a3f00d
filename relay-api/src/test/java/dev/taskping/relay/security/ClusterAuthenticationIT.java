package dev.taskping.relay.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.taskping.relay.TestCluster;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class ClusterAuthenticationIT {

    private static final TestCluster LAB = TestCluster.LAB;

    @TestHTTPResource("/v1/tunnel")
    URI tunnel;

    static Stream<Arguments> forgeries() {
        JwtClaims expired = LAB.claims();
        expired.setExpirationTimeMinutesInTheFuture(-5);
        JwtClaims endless = LAB.claims();
        endless.unsetClaim("exp");
        JwtClaims tooLong = LAB.claims();
        tooLong.setExpirationTimeMinutesInTheFuture(60);
        JwtClaims otherAudience = LAB.claims();
        otherAudience.setAudience("kubernetes");
        JwtClaims noAudience = LAB.claims();
        noAudience.unsetClaim("aud");
        JwtClaims otherSubject = LAB.claims();
        otherSubject.setSubject("prod");
        JwtClaims otherIssuer = LAB.claims();
        otherIssuer.setIssuer("prod");
        return Stream.of(
                Arguments.of("nothing", null),
                Arguments.of("another scheme", "Basic bGFiOmxhYg=="),
                Arguments.of("no JWT", "Bearer abc"),
                Arguments.of("another key", bearer(LAB.claims(), "another-key-that-is-long-enough-for-hs256")),
                Arguments.of("expired", bearer(expired, TestCluster.KEY)),
                Arguments.of("no expiry", bearer(endless, TestCluster.KEY)),
                Arguments.of("valid for an hour", bearer(tooLong, TestCluster.KEY)),
                Arguments.of("for somebody else", bearer(otherAudience, TestCluster.KEY)),
                Arguments.of("for nobody", bearer(noAudience, TestCluster.KEY)),
                Arguments.of("another subject", bearer(otherSubject, TestCluster.KEY)),
                Arguments.of("another issuer", bearer(otherIssuer, TestCluster.KEY)),
                Arguments.of("an unknown cluster", "Bearer " + new TestCluster("prod", TestCluster.KEY).token()),
                Arguments.of("unsigned", "Bearer " + unsigned()),
                Arguments.of("an unknown API token", "Bearer tp_guessed-guessed-guessed-guessed"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void forgedTokenIsRefused(String what, String authorization) {
        var request = given().contentType("application/json").body("[]");
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        request.post("/v1/events")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .body("type", equalTo("unauthorized"));
    }

    @Test
    void aMinuteOfClockSkewIsTolerated() {
        JwtClaims skewed = LAB.claims();
        skewed.setExpirationTimeMinutesInTheFuture(-0.5f);
        given().header("Authorization", bearer(skewed, TestCluster.KEY))
                .contentType("application/json")
                .body("[]")
                .post("/v1/events")
                .then()
                .statusCode(200);
    }

    @Test
    void clusterTokensAndApiTokensAreNotInterchangeable() {
        LAB.request()
                .get("/v1/tasks")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("forbidden"));
        TestCluster.admin().get("/v1/tasks/running").then().statusCode(403);
        TestCluster.admin().get("/v1/channels/ml/any").then().statusCode(403);
    }

    @Test
    void tunnelNeedsAClusterToken() {
        assertThat(upgradeStatus("Bearer " + LAB.sign(LAB.claims(), "another-key-that-is-long-enough-for-hs256")))
                .isEqualTo(401);
        assertThat(upgradeStatus("Bearer " + TestCluster.ADMIN_TOKEN)).isEqualTo(403);
    }

    private int upgradeStatus(String authorization) {
        URI uri = URI.create(tunnel.toString().replaceFirst("^http", "ws"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            var upgrade = client.newWebSocketBuilder()
                    .header("Authorization", authorization)
                    .buildAsync(uri, new WebSocket.Listener() {});
            Throwable failure = Assertions.catchThrowable(upgrade::join);
            assertThat(failure).isInstanceOf(CompletionException.class);
            var refused = (WebSocketHandshakeException) Objects.requireNonNull(failure.getCause());
            return refused.getResponse().statusCode();
        }
    }

    private static String bearer(JwtClaims claims, String key) {
        return "Bearer " + LAB.sign(claims, key);
    }

    private static String unsigned() {
        var encoder = java.util.Base64.getUrlEncoder().withoutPadding();
        String header = "{\"alg\":\"none\",\"kid\":\"" + TestCluster.ID + "\"}";
        return encoder.encodeToString(header.getBytes(java.nio.charset.StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(LAB.claims().toJson().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + ".";
    }
}
