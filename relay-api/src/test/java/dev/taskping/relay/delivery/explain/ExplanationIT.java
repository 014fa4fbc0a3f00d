package dev.taskping.relay.delivery.explain;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.taskping.relay.TestCluster;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ExplanationIT {

    private static final TestCluster LAB = TestCluster.LAB;

    private final String uid = UUID.randomUUID().toString();
    private final String channel = "sink-" + uid;
    private WebhookSink sink;

    @BeforeEach
    void start() {
        sink = WebhookSink.start();
        LAB.register("ml", channel, sink);
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    @Test
    void explanationListsEveryStepOfAMessage() {
        sink.faults().failNext("", 1, new Fault.Status(500, null));
        LAB.send(withRules());
        await().until(() -> sink.accepted().size() == 1);
        steps(hasItem("Delivered to channel ml/" + channel + "."));
        steps(hasItem("The rule of nightly for Failed does not apply."));
        steps(hasItem(containsString("failed after")));
        steps(hasItem(containsString("delivered after")));
    }

    @Test
    void explanationNamesWhyAMessageWaits() {
        LAB.request().delete("/v1/channels/ml/" + channel).then().statusCode(204);
        LAB.send(LAB.succeeded(uid, channel));
        steps(hasItem(containsString("Waits for channel ml/" + channel + ": the channel is not registered.")));
    }

    @Test
    void unknownTaskIsNotFound() {
        TestCluster.admin()
                .get("/v1/tasks/" + uid + "/explanation")
                .then()
                .statusCode(404)
                .body("detail", containsString("has no record of a task"));
    }

    @Test
    void clusterReadsItsUndeliveredMessages() {
        sink.faults().failAlways(new Fault.Status(410, null));
        LAB.send(withRules());
        await().untilAsserted(() -> LAB.request()
                .get("/v1/deliveries/undelivered")
                .then()
                .statusCode(200)
                .body("messages.find { it.task.uid == '" + uid + "' }.reason", containsString("410"))
                .body("messages.find { it.task.uid == '" + uid + "' }.policies", equalTo(List.of("weekly"))));
    }

    private String withRules() {
        String to = "[{\"namespace\":\"ml\",\"name\":\"" + channel + "\"}]";
        String rules = ",\"rules\":[{\"policy\":\"nightly\",\"events\":[\"Failed\"],\"applies\":false,\"channels\":"
                + to + "},{\"policy\":\"weekly\",\"events\":[\"Finished\"],\"applies\":true,\"channels\":" + to + "}]";
        return LAB.event(
                uid,
                "finished",
                ",\"outcome\":{\"result\":\"Succeeded\"},\"route\":[{\"channel\":{\"namespace\":\"ml\",\"name\":\""
                        + channel + "\"}}]" + rules);
    }

    private void steps(Matcher<Iterable<? super String>> expected) {
        await().untilAsserted(() -> TestCluster.admin()
                .get("/v1/tasks/" + uid + "/explanation")
                .then()
                .statusCode(200)
                .body("steps.text", expected));
    }
}
