package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.crds.notifiedtask.NotifiedTaskStatus;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.relay.UndeliveredMessages.UndeliveredMessage;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that reached nobody are shown where people look first: at the NotifiedTask. */
class UndeliveredMessageIT extends SharedOperatorCase {

    @BeforeEach
    void watch() {
        policyManifests.webhookChannel("hook");
        policyManifests.notifiedTask("team", "selector: {matchLabels: {team: ml}}");
    }

    @Test
    void undeliveredMessagesAreCountedAndRecordedAsOneEventForEachChannel() {
        UndeliveredMessage latest = undelivered("train-2", "the token was revoked");
        relay.undelivered(latest, undelivered("train-1", "the token was revoked"));

        await().atMost(PATIENCE).until(() -> count() == 2);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(events()).singleElement().satisfies(event -> {
                    assertThat(event.getMetadata().getName()).isEqualTo("team." + latest.id());
                    assertThat(event.getInvolvedObject().getKind()).isEqualTo("NotifiedTask");
                    assertThat(event.getMessage())
                            .isEqualTo("2 messages to channel " + namespace + "/hook reached nobody in the last day;"
                                    + " the latest, about Job train-2: the token was revoked");
                }));

        relay.undelivered();

        await().atMost(PATIENCE).until(() -> count() == 0);
    }

    private UndeliveredMessage undelivered(String job, String reason) {
        return new UndeliveredMessage(
                UUID.randomUUID(),
                new TaskIdentity("Job", namespace, job, UUID.randomUUID().toString(), Map.of()),
                List.of("team"),
                new ChannelKey(namespace, "hook"),
                reason,
                Instant.parse("2026-01-01T02:40:00Z"));
    }

    private int count() {
        NotifiedTaskStatus status = KUBERNETES
                .client()
                .resources(NotifiedTask.class)
                .inNamespace(namespace)
                .withName("team")
                .get()
                .getStatus();
        return status == null ? -1 : status.undelivered();
    }

    private List<Event> events() {
        return KUBERNETES
                .client()
                .v1()
                .events()
                .inNamespace(namespace)
                .withField("reason", "Undelivered")
                .list()
                .getItems();
    }
}
