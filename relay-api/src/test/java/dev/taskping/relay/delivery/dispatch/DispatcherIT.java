package dev.taskping.relay.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.TestCluster;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.delivery.outbox.NewDelivery;
import dev.taskping.relay.delivery.outbox.Outbox;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.http.FaultPlan;
import dev.taskping.testkit.simulator.webhook.ReceivedRequest;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DispatcherIT {

    private static final TestCluster LAB = TestCluster.LAB;
    private static final String WORKSPACE = "default";

    @Inject
    Jdbi jdbi;

    @Inject
    Outbox outbox;

    @Inject
    ChannelStore channels;

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
    void failedMessageIsTriedUntilItIsAccepted() {
        sink.faults().failNext(FaultPlan.ANY, 2, new Fault.Status(500, null));
        LAB.send(LAB.succeeded(uid, channel));
        await().until(() -> sink.accepted().size() == 1);
        await().untilAsserted(() -> explain()
                .body("deliveries[0].state", equalTo("delivered"))
                .body("deliveries[0].attempts.result", equalTo(List.of("failed", "failed", "delivered")))
                .body("deliveries[0].attempts[0].reference", nullValue())
                .body(
                        "deliveries[0].attempts[2].reference",
                        equalTo(sink.accepted().getFirst().webhookId())));
        assertThat(sink.requests().stream().map(ReceivedRequest::webhookId).distinct())
                .hasSize(1);
    }

    @Test
    void channelPausesWhenTheProviderAsksToWait() {
        sink.faults().failNext(FaultPlan.ANY, 1, new Fault.Status(429, Duration.ofSeconds(2)));
        Instant began = Instant.now();
        LAB.send(LAB.succeeded(uid, channel));
        await().until(() -> sink.requests().size() == 1);
        await().untilAsserted(() -> explain().body("deliveries[0].reason", containsString("429")));
        LAB.send(LAB.succeeded(uid + "-b", channel)); // not the one that was refused, and yet it waits
        await().until(() -> sink.accepted().size() == 2);
        assertThat(sink.accepted())
                .allSatisfy(request -> assertThat(request.receivedAt()).isAfter(began.plusMillis(1_900)));
        await().untilAsserted(() -> assertThat(attempts(uid)).isEqualTo(1)); // being asked to wait was none
    }

    @Test
    void refusedMessageIsDeadAtOnce() {
        sink.faults().failNext(FaultPlan.ANY, 1, new Fault.Status(410, null));
        LAB.send(LAB.succeeded(uid, channel));
        await().untilAsserted(() -> explain()
                .body("deliveries[0].state", equalTo("dead"))
                .body("deliveries[0].reason", containsString("410"))
                .body("deliveries[0].attempts.size()", equalTo(1)));
        TestCluster.admin()
                .get("/v1/deliveries?state=dead&limit=200")
                .then()
                .statusCode(200)
                .body("deliveries.taskUid", org.hamcrest.Matchers.hasItem(uid));
    }

    @Test
    void lateMessagesOfATaskWaitForItsEarlierOnes() {
        sink.faults().failNext(FaultPlan.ANY, 2, new Fault.Status(500, null));
        LAB.send(LAB.started(uid, channel));
        LAB.send(LAB.succeeded(uid, channel));
        await().until(() -> sink.accepted().size() == 2);
        assertThat(sink.accepted().get(0).body()).contains("started.v1");
        assertThat(sink.accepted().get(1).body()).contains("finished.v1");
    }

    @Test
    void hangingProviderDelaysNoOther() {
        try (WebhookSink hanging = WebhookSink.start()) {
            String stuck = "stuck-" + uid;
            LAB.register("ml", stuck, hanging);
            hanging.faults().failAlways(new Fault.Hang(Duration.ofSeconds(20)));
            List<String> events = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                events.add(LAB.succeeded(uid + "-stuck-" + i, stuck));
            }
            LAB.send(events.toArray(String[]::new));
            await().until(() -> inHand(stuck) >= 32);
            LAB.send(LAB.succeeded(uid, channel));
            await().atMost(Duration.ofSeconds(10)).until(() -> sink.accepted().size() == 1);
            LAB.request().delete("/v1/channels/ml/" + stuck).then().statusCode(204);
        }
    }

    @Test
    void messagesOfADeadReplicaAreSentAgain() {
        UUID channelId = jdbi.withHandle(
                        handle -> channels.find(handle, WORKSPACE, TestCluster.ID, new ChannelKey("ml", channel)))
                .orElseThrow()
                .id();
        Instant lease = Instant.now().plusSeconds(2);
        NewDelivery delivery = NewDelivery.of(
                WORKSPACE, channelId, uid, new Placement.Fresh(), Message.line(Severity.INFO, "claimed, never sent"));
        jdbi.useTransaction(handle -> {
            outbox.enqueue(handle, List.of(delivery));
            handle.createUpdate("UPDATE delivery SET claimed_until = :lease WHERE id = :id")
                    .bind("lease", lease)
                    .bind("id", delivery.id())
                    .execute();
        });
        await().atMost(Duration.ofSeconds(6)).until(() -> sink.accepted().size() == 1);
        assertThat(sink.accepted().getFirst().receivedAt()).isAfter(lease);
    }

    /** A broken message, a channel whose secrets cannot be opened, and a text that PostgreSQL does not take. */
    @Test
    void rowsThatCannotBeReadDelayNoOther() {
        String sealed = "sealed-" + uid;
        LAB.register("ml", sealed, sink);
        UUID channelId = channelId(channel);
        UUID sealedId = channelId(sealed);
        NewDelivery broken = NewDelivery.of(
                WORKSPACE, channelId, uid + "-a", new Placement.Fresh(), Message.line(Severity.INFO, "broken"));
        NewDelivery closed = NewDelivery.of(
                WORKSPACE, sealedId, uid + "-b", new Placement.Fresh(), Message.line(Severity.INFO, "closed"));
        NewDelivery nul = NewDelivery.of(
                WORKSPACE, channelId, uid + "-c\0", new Placement.Fresh(), Message.line(Severity.INFO, "readable"));
        jdbi.useTransaction(handle -> {
            outbox.enqueue(handle, List.of(broken, closed, nul));
            handle.execute("UPDATE delivery SET message = '[]' WHERE id = ?", broken.id());
            handle.execute("UPDATE channel SET settings_sealed = '\\x00' WHERE id = ?", sealedId);
        });

        await().until(() -> sink.accepted().size() == 1);
        LAB.send(LAB.succeeded(uid, channel));
        await().until(() -> sink.accepted().size() == 2);
        await().until(() -> jdbi.withHandle(handle -> handle.createQuery("SELECT reason FROM delivery WHERE id = :id")
                .bind("id", broken.id())
                .mapTo(String.class)
                .findOne()
                .filter(reason -> reason.contains("cannot read"))
                .isPresent()));
        List<String> stored = jdbi.withHandle(
                handle -> handle.createQuery("SELECT task_uid FROM delivery WHERE task_uid = ANY(:uids)")
                        .bindArray("uids", String.class, List.of(uid + "-c\0"))
                        .mapTo(String.class)
                        .list());
        assertThat(stored).containsExactly(uid + "-c\uFFFD");
        LAB.request().delete("/v1/channels/ml/" + sealed).then();
    }

    @Test
    void burstIsDeliveredWithoutLossOrDuplicates() {
        int messages = 1_000;
        long began = System.nanoTime();
        for (int batch = 0; batch < messages / 250; batch++) {
            List<String> events = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                events.add(LAB.succeeded(uid + "-" + batch + "-" + i, channel));
            }
            LAB.send(events.toArray(String[]::new)).statusCode(200);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> sink.copies().size() == messages);
        System.out.printf("1,000 events to messages in %d ms%n", (System.nanoTime() - began) / 1_000_000);
        assertThat(sink.duplicates()).isEmpty();
    }

    @Test
    void waitingMessagesAreDeliveredSoonAfterAnOutage() {
        sink.faults().failAlways(new Fault.Status(503, null));
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            events.add(LAB.succeeded(uid + "-" + i, channel));
        }
        LAB.send(events.toArray(String[]::new));
        // Once the lane is closed, single messages probe it.
        await().atMost(Duration.ofSeconds(30)).until(() -> sink.requests().size() >= 40);
        sink.faults().clear();
        await().atMost(Duration.ofSeconds(15)).until(() -> sink.copies().size() == 200);
        assertThat(sink.duplicates()).isEmpty();
    }

    private io.restassured.response.ValidatableResponse explain() {
        return TestCluster.admin()
                .get("/v1/tasks/" + uid + "/deliveries")
                .then()
                .statusCode(200);
    }

    private UUID channelId(String name) {
        return jdbi.withHandle(handle -> channels.find(handle, WORKSPACE, TestCluster.ID, new ChannelKey("ml", name)))
                .orElseThrow()
                .id();
    }

    private int attempts(String task) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT attempts FROM delivery WHERE task_uid = :task AND state = 'delivered'")
                .bind("task", task)
                .mapTo(Integer.class)
                .findOne()
                .orElse(-1));
    }

    private int inHand(String name) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT count(*) FROM delivery d JOIN channel c ON c.id = d.channel_id
                        WHERE c.name = :name AND d.claimed_until > now()
                        """)
                .bind("name", name)
                .mapTo(Integer.class)
                .one());
    }
}
