package dev.taskping.relay.security;

import static dev.taskping.relay.TestCluster.admin;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.taskping.relay.AdjustableClock;
import dev.taskping.relay.TestCluster;
import dev.taskping.relay.security.Caller.Scope;
import dev.taskping.relay.tunnel.TunnelClient;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens and keys are made, listed, replaced with an overlap, and revoked. */
@QuarkusTest
class CredentialsIT {

    private static final Duration SECONDS = Duration.ofSeconds(8);

    @TestHTTPResource("/v1/tunnel")
    URI tunnel;

    @ConfigProperty(name = "taskping.database.url")
    String databaseUrl;

    @Inject
    Jdbi jdbi;

    @Inject
    AdjustableClock clock;

    @Inject
    ApiTokenStore tokens;

    @Inject
    ClusterKeyStore keys;

    private final String name = "t-" + UUID.randomUUID();

    @AfterEach
    void resetClock() {
        clock.set(Duration.ZERO);
    }

    private record Issued(String id, String text) {

        static Issued token(ValidatableResponse created) {
            return new Issued(
                    created.extract().path("details.id"), created.extract().path("token"));
        }

        static Issued key(ValidatableResponse created) {
            return new Issued(
                    created.extract().path("details.id"), created.extract().path("key"));
        }
    }

    private Issued createToken(String scope) {
        return Issued.token(
                post("/v1/tokens", Map.of("name", name, "scope", scope)).statusCode(201));
    }

    private static ValidatableResponse post(String path, Map<String, String> body) {
        return admin().body(body).post(path).then();
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    private static int status(String token) {
        return with(token).get("/v1/tasks").statusCode();
    }

    private List<String> audited(String subject) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT who || ': ' || what FROM audit WHERE subject LIKE :subject || ' %' ORDER BY id")
                .bind("subject", subject)
                .mapTo(String.class)
                .list());
    }

    @Test
    @Attack(
            by = Attacker.FORMER_ADMIN,
            tries = "to go on with a token that was rotated or revoked through the API",
            gets = "refused when the overlap is over; at once if revoked")
    void adminTokenIsListedWithoutItsTextAndRotatedWithAnOverlap() {
        Issued first = createToken("admin");
        with(first.text).get("/v1/tokens").then().statusCode(200);
        String listed = admin().get("/v1/tokens").then().extract().asString();
        assertThat(listed)
                .contains(first.id, first.text.substring(0, 8), "\"lastUsed\"")
                .doesNotContain(first.text);

        Issued second = Issued.token(post("/v1/tokens/" + first.id + "/rotate", Map.of("overlap", "30m"))
                .statusCode(201)
                .body("details.name", equalTo(name))
                .body("details.scope", equalTo("admin")));
        assertThat(status(first.text)).isEqualTo(200);
        assertThat(status(second.text)).isEqualTo(200);
        clock.set(Duration.ofMinutes(31));
        assertThat(status(first.text)).isEqualTo(401);
        assertThat(status(second.text)).isEqualTo(200);
        admin().get("/v1/tokens").then().body("tokens.id", not(hasItem(first.id)));

        admin().delete("/v1/tokens/" + second.id).then().statusCode(204);
        assertThat(status(second.text)).isEqualTo(401);
        admin().delete("/v1/tokens/" + second.id).then().statusCode(404);
        assertThat(audited(name))
                .containsExactly(
                        "token bootstrap: create token",
                        "token bootstrap: rotate token",
                        "token bootstrap: revoke token");
    }

    @Test
    void tokenEndsWhenItsTimeIsOver() {
        Issued token = Issued.token(post("/v1/tokens", Map.of("name", name, "scope", "session", "expiresIn", "2h")));
        clock.set(Duration.ofMinutes(119));
        assertThat(status(token.text)).isEqualTo(200);
        clock.set(Duration.ofMinutes(121));
        assertThat(status(token.text)).isEqualTo(401);
    }

    @Test
    void sessionTokenReadsButMakesNoCredentials() {
        Issued session = createToken("session");
        assertThat(status(session.text)).isEqualTo(200);
        with(session.text).get("/v1/tokens").then().statusCode(403);
        with(session.text)
                .body(Map.of("name", "x", "scope", "admin"))
                .post("/v1/tokens")
                .then()
                .statusCode(403);
        with(session.text).body(Map.of("id", "x")).post("/v1/clusters").then().statusCode(403);
        TestCluster.LAB.request().get("/v1/tokens").then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"a\"}",
                "{\"name\":\"a\",\"scope\":\"root\"}",
                "{\"name\":\"\\u202eevil\",\"scope\":\"admin\"}",
                "{\"name\":\"a\",\"scope\":\"admin\",\"expiresIn\":\"soon\"}"
            })
    void tokenOfAnotherShapeIsRefused(String body) {
        admin().body(body).post("/v1/tokens").then().statusCode(400).body("type", equalTo("invalid-request"));
    }

    @Test
    void nameMeansOneToken() {
        createToken("admin");
        post("/v1/tokens", Map.of("name", name, "scope", "session"))
                .statusCode(409)
                .body("detail", containsString("rotate"));
    }

    /** A rotated admin token must not stay valid for ever: nobody can know all that were ever configured. */
    @Test
    @Attack(
            by = Attacker.FORMER_ADMIN,
            tries = "to go on with a token that was replaced in the relay's configuration",
            gets = "refused 15 minutes after a replica last had it")
    void configuredTokenEndsWhenNoReplicaIsConfiguredWithItAnyMore() {
        String old = "tp_old-admin-token-" + name;
        assertThat(tokens.put("default", old, "bootstrap", Scope.ADMIN)).isTrue();
        assertThat(status(old)).isEqualTo(200);
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE api_token SET configured_until = configured_until - interval '15 minutes' WHERE hash = :hash")
                .bind("hash", CredentialText.hash(old))
                .execute());
        assertThat(status(old)).isEqualTo(401);
        assertThat(tokens.put("default", old, "bootstrap", Scope.ADMIN))
                .as("rolled back")
                .isTrue();
        assertThat(status(old)).isEqualTo(200);
    }

    @Test
    @Attack(
            by = Attacker.FORMER_ADMIN,
            tries = "to have a revoked token back by a restart with the same configuration",
            gets = "stays revoked")
    void revokedTokenStaysRevokedThoughItIsConfigured() {
        String leaked = "tp_leaked-admin-token-" + name;
        tokens.put("default", leaked, name, Scope.ADMIN);
        String id = admin().get("/v1/tokens").then().extract().path("tokens.find { it.name == '" + name + "' }.id");
        admin().delete("/v1/tokens/" + id).then().statusCode(204);
        assertThat(status(leaked)).isEqualTo(401);
        assertThat(tokens.put("default", leaked, name, Scope.ADMIN)).isFalse();
        assertThat(status(leaked)).isEqualTo(401);
    }

    @Test
    void secondClusterIsAddedAndItsOperatorConnects() {
        Issued key = Issued.key(post("/v1/clusters", Map.of("id", name))
                .statusCode(201)
                .body("cluster", equalTo(name))
                .body("details.fingerprint", notNullValue()));
        TestCluster second = new TestCluster(name, key.text);
        second.send(second.started(UUID.randomUUID().toString()))
                .statusCode(200)
                .body("status", contains("ACCEPTED"));
        try (TunnelClient operator = new TunnelClient(tunnel, second)) {
            assertThat(operator.isOpen()).isTrue();
        }
        admin().get("/v1/clusters")
                .then()
                .body("clusters.id", hasItem(name))
                .body("clusters.find { it.id == '" + name + "' }.keys.id", contains(key.id))
                .body("clusters.find { it.id == '" + name + "' }.lastSeen", notNullValue())
                .body("clusters.find { it.id == 'lab' }.keys.configured", hasItem(true));
        assertThat(admin().get("/v1/clusters").asString()).doesNotContain(key.text);
        post("/v1/clusters", Map.of("id", name)).statusCode(409);
        post("/v1/clusters", Map.of("id", "Lab!")).statusCode(400);
        assertThat(audited(name)).containsExactly("token bootstrap: add cluster");
    }

    @Test
    void clusterKeyIsRotatedWithAnOverlapAndTheOldTunnelCloses() {
        TestCluster before = new TestCluster(name, Issued.key(post("/v1/clusters", Map.of("id", name))).text);
        try (TunnelClient operator = new TunnelClient(tunnel, before)) {
            Issued key = Issued.key(post("/v1/clusters/" + name + "/keys", Map.of("overlap", "30m"))
                    .statusCode(201));
            TestCluster after = new TestCluster(name, key.text);
            await().atMost(SECONDS).until(() -> accepted(after));
            assertThat(accepted(before)).isTrue();
            assertThat(operator.isOpen()).isTrue();
            clock.set(Duration.ofMinutes(31));
            assertThat(accepted(before)).isFalse();
            assertThat(accepted(after)).isTrue();
            await().atMost(SECONDS).until(() -> !operator.isOpen());
        }
        assertThat(audited(name))
                .containsExactly("token bootstrap: add cluster", "token bootstrap: rotate cluster key");
    }

    @Test
    @Attack(
            by = Attacker.FORMER_CLUSTER,
            tries = "to go on sending events",
            gets = "refused on the other replicas within 3 s, and the tunnel is closed within 8 s")
    void clusterKeyRevokedOnAnotherReplicaIsRefusedHereWithinSeconds() {
        Issued key = Issued.key(post("/v1/clusters", Map.of("id", name)));
        TestCluster cluster = new TestCluster(name, key.text);
        try (TunnelClient operator = new TunnelClient(tunnel, cluster)) {
            assertThat(accepted(cluster)).isTrue();
            Jdbi replica = Jdbi.create(databaseUrl, "postgres", "");
            replica.useTransaction(handle -> keys.revoke(handle, "default", name, UUID.fromString(key.id)));
            await().atMost(Duration.ofSeconds(3)).until(() -> !accepted(cluster));
            await().atMost(SECONDS).until(() -> !operator.isOpen());
        }
        admin().delete("/v1/clusters/" + name + "/keys/" + key.id).then().statusCode(404);
    }

    @Test
    void revocationThroughTheApiIsAudited() {
        Issued key = Issued.key(post("/v1/clusters", Map.of("id", name)));
        admin().delete("/v1/clusters/" + name + "/keys/" + key.id).then().statusCode(204);
        await().atMost(SECONDS).until(() -> !accepted(new TestCluster(name, key.text)));
        admin().get("/v1/clusters").then().body("clusters.find { it.id == '" + name + "' }.keys", equalTo(List.of()));
        assertThat(audited(name))
                .containsExactly("token bootstrap: add cluster", "token bootstrap: revoke cluster key");
    }

    @Test
    @Attack(
            by = Attacker.OTHER_WORKSPACE,
            tries = "to see, rotate, revoke or take over another workspace's tokens and clusters",
            gets = "404, or 409 for a cluster's id that is taken")
    void anothersCredentialsAreInvisible() {
        jdbi.useHandle(handle -> handle.execute("INSERT INTO workspace (id) VALUES ('rival') ON CONFLICT DO NOTHING"));
        tokens.put("rival", "tp_a-token-of-the-rival-workspace", "rival", Scope.ADMIN);
        RequestSpecification rival = with("tp_a-token-of-the-rival-workspace");
        Issued ours = createToken("admin");
        rival.get("/v1/tokens").then().body("tokens.name", everyItem(startsWith("rival")));
        rival.delete("/v1/tokens/" + ours.id).then().statusCode(404);
        rival.body(Map.of()).post("/v1/tokens/" + ours.id + "/rotate").then().statusCode(404);
        rival.get("/v1/clusters").then().body("clusters.id", not(hasItem("lab")));
        rival.body(Map.of()).post("/v1/clusters/lab/keys").then().statusCode(404);
        rival.body(Map.of("id", "lab")).post("/v1/clusters").then().statusCode(409);
        assertThat(status(ours.text)).isEqualTo(200);
    }

    /** Whether the relay takes a request of the cluster, which goes by the relay's clock. */
    private boolean accepted(TestCluster cluster) {
        JwtClaims claims = cluster.claims();
        claims.setExpirationTime(NumericDate.fromMilliseconds(clock.millis() + 300_000));
        return with(cluster.sign(claims, cluster.key()))
                        .get("/v1/tasks/running")
                        .statusCode()
                == 200;
    }
}
