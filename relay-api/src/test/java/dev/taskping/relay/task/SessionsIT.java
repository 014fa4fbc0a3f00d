package dev.taskping.relay.task;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.taskping.relay.TestCluster;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionsIT {

    private final String session = "session-" + UUID.randomUUID();

    @Test
    void endOfASessionIsSentToItsChannels() {
        try (WebhookSink sink = WebhookSink.start()) {
            TestCluster.LAB.register("ml", session, sink);
            String uid = TestCluster.admin()
                    .body(Map.of(
                            "cmd",
                            "make -j8",
                            "session_id",
                            session,
                            "notify_on",
                            List.of("exit"),
                            "channels",
                            List.of(session)))
                    .post("/v1/tasks")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("task_id");
            TestCluster.admin()
                    .get("/v1/tasks/" + uid)
                    .then()
                    .body("task.name", equalTo("make -j8"))
                    .body("state", equalTo("running"))
                    .body("finishRoute[0].channel.name", equalTo(session));
            String finished = TestCluster.LAB
                    .event(uid, "finished", ",\"outcome\":{\"result\":\"Failed\",\"exitCode\":2}")
                    .replaceFirst("/clusters/[^\"]*", "/hosts/laptop/sessions/" + session)
                    .replace("job-" + uid, "make -j8")
                    .replace("\"kind\":\"Job\"", "\"kind\":\"Session\"");
            TestCluster.admin()
                    .body("[" + finished + "]")
                    .post("/v1/events")
                    .then()
                    .statusCode(200)
                    .body("status", contains("ACCEPTED"));
            await().until(() -> sink.accepted().size() == 1);
            TestCluster.admin()
                    .get("/v1/tasks?state=finished&name=make -j8&limit=200")
                    .then()
                    .statusCode(200)
                    .body("tasks.task.uid", hasItem(uid));
        }
    }

    @Test
    void invalidSessionIsRefused() {
        refused(Map.of("session_id", session), "cmd");
        refused(Map.of("cmd", "make"), "session_id");
        refused(Map.of("cmd", "make", "session_id", session, "notify_on", List.of("lunch")), "lunch");
        refused(Map.of("cmd", "make", "session_id", session, "channels", List.of("nowhere")), "nowhere");
        TestCluster.admin().get("/v1/tasks?limit=0").then().statusCode(400);
        TestCluster.admin().get("/v1/tasks?after=nonsense").then().statusCode(400);
        TestCluster.admin().get("/v1/deliveries?state=lost").then().statusCode(400);
    }

    @Test
    void tasksAreListedInPages() {
        for (int i = 0; i < 3; i++) {
            TestCluster.admin()
                    .body(Map.of("cmd", session, "session_id", session))
                    .post("/v1/tasks")
                    .then()
                    .statusCode(201);
        }
        String next = TestCluster.admin()
                .queryParam("name", session)
                .queryParam("limit", 2)
                .get("/v1/tasks")
                .then()
                .statusCode(200)
                .body("tasks", hasSize(2))
                .extract()
                .path("next");
        TestCluster.admin()
                .queryParam("name", session)
                .queryParam("limit", 2)
                .queryParam("after", next)
                .get("/v1/tasks")
                .then()
                .statusCode(200)
                .body("tasks", hasSize(1));
    }

    private static void refused(Map<String, Object> task, String names) {
        TestCluster.admin()
                .body(task)
                .post("/v1/tasks")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(names));
    }
}
