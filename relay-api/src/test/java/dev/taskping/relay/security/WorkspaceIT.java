package dev.taskping.relay.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.TestCluster;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.security.Caller.Scope;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What belongs to one workspace does not exist in another. */
@QuarkusTest
class WorkspaceIT {

    private static final TestCluster LAB = TestCluster.LAB;
    private static final TestCluster RIVAL = new TestCluster("rival", "a-key-of-the-rival-cluster-for-tests-only");
    private static final String RIVAL_TOKEN = "tp_a-token-of-the-rival-workspace";

    @Inject
    Jdbi jdbi;

    @Inject
    ClusterStore clusters;

    @Inject
    ApiTokenStore tokens;

    @Inject
    ChannelStore channels;

    private final String uid = UUID.randomUUID().toString();

    @BeforeEach
    void addRival() {
        jdbi.useHandle(handle -> handle.execute("INSERT INTO workspace (id) VALUES ('rival') ON CONFLICT DO NOTHING"));
        clusters.put("rival", RIVAL.id(), RIVAL.key());
        tokens.put("rival", RIVAL_TOKEN, "rival", Scope.ADMIN);
    }

    @Test
    void tasksAndDeliveriesAreInvisible() {
        try (WebhookSink sink = WebhookSink.start()) {
            LAB.register("ml", "own-" + uid, sink);
            LAB.send(LAB.succeeded(uid, "own-" + uid));
            await().until(() -> sink.accepted().size() == 1);
        }
        rival().get("/v1/tasks/" + uid).then().statusCode(404);
        rival().get("/v1/tasks?limit=200").then().body("tasks.task.uid", not(hasItem(uid)));
        rival().get("/v1/tasks/" + uid + "/deliveries").then().body("deliveries", empty());
        rival().get("/v1/deliveries?limit=200").then().body("deliveries.taskUid", not(hasItem(uid)));
        TestCluster.admin().get("/v1/tasks/" + uid).then().statusCode(200);
    }

    @Test
    void sameIdsAreSeparateInEachWorkspace() {
        LAB.send(LAB.started(uid)).body("status", contains("ACCEPTED"));
        RIVAL.send(RIVAL.event(uid, "finished", ",\"outcome\":{\"result\":\"Failed\"}"))
                .body("status", contains("ACCEPTED"));
        TestCluster.admin().get("/v1/tasks/" + uid).then().body("state", equalTo("running"));
        rival().get("/v1/tasks/" + uid).then().body("state", equalTo("finished"));
        RIVAL.request()
                .body(Map.of("ids", List.of(uid + "/0/started")))
                .post("/v1/events/missing")
                .then()
                .body("ids", contains(uid + "/0/started"));
    }

    @Test
    void channelOfAnotherWorkspaceCannotBeUsed() {
        try (WebhookSink sink = WebhookSink.start()) {
            LAB.register("ml", "own-" + uid, sink);
            RIVAL.send(RIVAL.succeeded(uid, "own-" + uid)).body("status", contains("UNROUTABLE"));
            RIVAL.request().get("/v1/channels/ml/own-" + uid).then().statusCode(404);
            RIVAL.request().post("/v1/channels/ml/own-" + uid + "/test").then().statusCode(404);
            rival().body(Map.of("cmd", "make", "session_id", "s", "channels", List.of("own-" + uid)))
                    .post("/v1/tasks")
                    .then()
                    .statusCode(400);
            RIVAL.request().delete("/v1/channels/ml/own-" + uid).then().statusCode(204);
            LAB.request().get("/v1/channels/ml/own-" + uid).then().statusCode(200);
            UUID id = jdbi.withHandle(handle ->
                            channels.find(handle, "default", TestCluster.ID, new ChannelKey("ml", "own-" + uid)))
                    .orElseThrow()
                    .id();
            boolean visible =
                    jdbi.withHandle(handle -> channels.find(handle, "rival", id).isPresent());
            assertThat(visible).isFalse();
            assertThat(sink.accepted()).isEmpty();
        }
    }

    @Test
    void aSealedSecretCannotBeOpenedInAnotherRow() {
        try (WebhookSink sink = WebhookSink.start()) {
            LAB.register("ml", "one-" + uid, sink);
            LAB.register("ml", "two-" + uid, sink);
            jdbi.useHandle(handle -> handle.execute(
                    "UPDATE channel SET settings_sealed = (SELECT settings_sealed FROM channel WHERE name = ?) WHERE name = ?",
                    "one-" + uid,
                    "two-" + uid));
            LAB.request().get("/v1/channels/ml/two-" + uid).then().statusCode(500);
            jdbi.useHandle(
                    handle -> handle.execute("UPDATE channel SET settings_sealed = NULL WHERE name = ?", "two-" + uid));
            byte[] stored = jdbi.withHandle(
                    handle -> handle.createQuery("SELECT settings_sealed FROM channel WHERE name = :name")
                            .bind("name", "one-" + uid)
                            .mapTo(byte[].class)
                            .one());
            assertThat(new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain(sink.secret());
        }
    }

    private static RequestSpecification rival() {
        return given().header("Authorization", "Bearer " + RIVAL_TOKEN).contentType("application/json");
    }
}
