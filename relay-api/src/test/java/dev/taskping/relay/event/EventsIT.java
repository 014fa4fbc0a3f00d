package dev.taskping.relay.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.taskping.relay.TestCluster;
import dev.taskping.relay.security.ClusterStore;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventsIT {

    private static final TestCluster LAB = TestCluster.LAB;

    @TestHTTPResource("/v1/events")
    URI events;

    @Inject
    ClusterStore clusters;

    private final String uid = UUID.randomUUID().toString();
    private final String channel = "sink-" + uid;
    private WebhookSink sink;

    @BeforeEach
    void start() {
        sink = WebhookSink.start();
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    @Test
    void repeatedEventIsDeliveredOnce() {
        LAB.register("ml", channel, sink);
        LAB.send(LAB.succeeded(uid, channel), LAB.succeeded(uid, channel))
                .statusCode(200)
                .body("status", contains("ACCEPTED", "DUPLICATE"));
        await().until(() -> sink.accepted().size() == 1);
        for (int i = 0; i < 3; i++) {
            LAB.send(LAB.succeeded(uid, channel)).body("status", contains("DUPLICATE"));
        }
        TestCluster.admin()
                .get("/v1/tasks/" + uid + "/deliveries")
                .then()
                .statusCode(200)
                .body("deliveries.size()", equalTo(1))
                .body("deliveries[0].title", equalTo("✅ job-" + uid + " succeeded"));
        assertThat(sink.accepted().getFirst().body())
                .contains("dev.taskping.task.finished.v1")
                .contains("epoch 3 done")
                .contains("\"replytoken\"");
        assertThat(sink.accepted()).hasSize(1);
    }

    /** Another cluster of the workspace, or somebody who reports another task, sends the id of an event before its owner does. */
    @Test
    @Attack(
            by = Attacker.OTHER_CLUSTER,
            tries = "to send an event's id before its owner does",
            gets = "both events are recorded")
    void anotherClustersOrTasksEventOfTheSameIdTakesNothingAway() {
        TestCluster intruder = new TestCluster("intruder", "a-key-of-the-intruder-for-tests-only");
        clusters.put("default", intruder.id(), intruder.key());
        String other = UUID.randomUUID().toString();
        String finished = uid + "/0/finished";
        LAB.register("ml", channel, sink);
        LAB.send(LAB.started(uid)).body("status", contains("ACCEPTED"));

        intruder.send(intruder.event(uid, "finished", ",\"outcome\":{\"result\":\"Failed\"}"))
                .body("status", contains("ACCEPTED"));
        LAB.request()
                .body(Map.of("ids", List.of(finished)))
                .post("/v1/events/missing")
                .then()
                .body("ids", contains(finished));
        TestCluster.admin().get("/v1/tasks/" + uid).then().body("state", equalTo("running"));
        LAB.send(
                        LAB.started(other).replace("\"id\":\"" + other + "/0/started\"", "\"id\":\"" + finished + "\""),
                        LAB.succeeded(uid, channel),
                        LAB.succeeded(uid, channel))
                .body("status", contains("ACCEPTED", "ACCEPTED", "DUPLICATE"));

        await().until(() -> sink.accepted().size() == 1);
        assertThat(sink.accepted().getFirst().body()).contains("job-" + uid + " succeeded", "epoch 3 done");
        TestCluster.admin()
                .get("/v1/tasks/" + uid)
                .then()
                .body("state", equalTo("finished"))
                .body("outcome.result", equalTo("Succeeded"));
        TestCluster.admin().get("/v1/tasks/" + other).then().body("state", equalTo("running"));
    }

    @Test
    void invalidEventDoesNotAffectTheOthers() {
        String other = UUID.randomUUID().toString();
        LAB.send(
                        LAB.started(uid),
                        "{\"id\":\"x/0/started\",\"type\":\"dev.taskping.task.exploded.v1\"}",
                        "17",
                        LAB.started(other).replace("/clusters/lab/", "/clusters/prod/"),
                        LAB.event(other, "finished", ""))
                .statusCode(200)
                .body("status", contains("ACCEPTED", "REJECTED", "REJECTED", "REJECTED", "REJECTED"))
                .body("[1].detail", containsString("type"))
                .body("[1].id", equalTo("x/0/started"))
                .body("[3].detail", containsString("source"))
                .body("[4].detail", containsString("data.outcome.result"));
        TestCluster.admin().get("/v1/tasks/" + other).then().statusCode(404);
    }

    @Test
    void lateStartDoesNotReopenAnEndedTask() {
        LAB.send(LAB.event(uid, "finished", ",\"outcome\":{\"result\":\"Failed\",\"exitCode\":137}"));
        LAB.send(LAB.started(uid)).body("status", contains("ACCEPTED"));
        TestCluster.admin()
                .get("/v1/tasks/" + uid)
                .then()
                .statusCode(200)
                .body("state", equalTo("finished"))
                .body("outcome.exitCode", equalTo(137));
        LAB.request().get("/v1/tasks/running?limit=1000").then().body("tasks.task.uid", not(hasItem(uid)));
    }

    @Test
    void runningTasksAndMissingEventsAreListed() {
        // Its start is told to nobody; its end, should it be found gone, to this channel.
        LAB.send(LAB.event(
                uid,
                "started",
                ",\"finishRoute\":[{\"channel\":{\"namespace\":\"ml\",\"name\":\"" + channel + "\"}}]"));
        LAB.request()
                .get("/v1/tasks/running?limit=1000")
                .then()
                .statusCode(200)
                .body("tasks.task.uid", hasItem(uid))
                .body("tasks.find { it.task.uid == '" + uid + "' }.started", equalTo("2026-01-01T00:00:00Z"))
                .body("tasks.find { it.task.uid == '" + uid + "' }.finishRoute[0].channel.name", equalTo(channel));
        LAB.request()
                .body(Map.of("ids", List.of(uid + "/0/started", uid + "/0/finished")))
                .post("/v1/events/missing")
                .then()
                .statusCode(200)
                .body("ids", contains(uid + "/0/finished"));
    }

    @Test
    void nulInALogIsRemoved() {
        LAB.send(
                        LAB.event(
                                uid,
                                "finished",
                                ",\"outcome\":{\"result\":\"Failed\"},\"log\":{\"tail\":\"a\\u0000b \\ud800 c\",\"truncated\":false}"))
                .statusCode(200)
                .body("status", contains("ACCEPTED"));
        TestCluster.admin().get("/v1/tasks/" + uid).then().body("log.tail", containsString("ab "));
    }

    @Test
    void messageForAnUnregisteredChannelWaits() {
        LAB.send(LAB.succeeded(uid, channel))
                .body("status", contains("UNROUTABLE"))
                .body("[0].detail", containsString("ml/" + channel));
        TestCluster.admin()
                .get("/v1/tasks/" + uid + "/deliveries")
                .then()
                .body("deliveries[0].state", equalTo("pending"))
                .body("deliveries[0].reason", containsString("not registered"));
        LAB.register("ml", channel, sink);
        await().until(() -> sink.accepted().size() == 1);
    }

    @Test
    void oversizedLogOrBatchIsRefused() {
        String tail = "x".repeat(70_000);
        LAB.send(LAB.event(
                        uid,
                        "finished",
                        ",\"outcome\":{\"result\":\"Failed\"},\"log\":{\"tail\":\"" + tail + "\",\"truncated\":false}"))
                .body("status", contains("REJECTED"))
                .body("[0].detail", containsString("data.log.tail"));
        String[] many = new String[501];
        java.util.Arrays.fill(many, LAB.started(uid));
        LAB.send(many).statusCode(400).body("detail", containsString("500"));
    }

    @Test
    void oversizedBodyIsRefusedBeforeItIsRead() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(events)
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Authorization", "Bearer " + LAB.token())
                    .header("Content-Type", "application/json")
                    .expectContinue(true)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[5 * 1024 * 1024]))
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(413);
        }
    }

    @Test
    void bodyThatIsNoJsonArrayIsRefused() {
        LAB.request()
                .body(LAB.started(uid))
                .post("/v1/events")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("array"));
        LAB.request().body("[{").post("/v1/events").then().statusCode(400);
    }

    @Test
    void taskOfAnotherClusterIsNotChanged() {
        LAB.send(LAB.started(uid));
        LAB.send(LAB.event(uid, "finished", ",\"outcome\":{\"result\":\"Succeeded\"}")
                        .replace("/clusters/lab/", "/clusters/other/"))
                .body("status", contains("REJECTED"));
        TestCluster.admin().get("/v1/tasks/" + uid).then().body("state", equalTo("running"));
    }
}
