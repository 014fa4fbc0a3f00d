package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.channel.NotificationChannelStatus;
import dev.taskping.crds.channel.NotificationChannelStatus.TestMessage;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.protocol.channel.ChannelState;
import dev.taskping.protocol.channel.ChannelState.Trouble;
import dev.taskping.protocol.channel.ChannelTestResult.State;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code kubectl get} and {@code describe} show of a channel that works, fails, is tested, or gets another Secret. */
class ChannelIT extends SharedOperatorCase {

    /** The promise of the reference, with a little for a slow machine. */
    private static final Duration ROTATION = Duration.ofSeconds(70);

    private static final ChannelState WORKS =
            new ChannelState(true, "Verified", "Delivers by the bot @lab_bot.", List.of());
    private static final ChannelState REVOKED = new ChannelState(
            false,
            "Unauthorized",
            "Telegram does not know the bot token (Unauthorized). Put the token that @BotFather gave you into the"
                    + " channel's secret.",
            List.of());
    private static final ChannelState FULL = new ChannelState(
            true,
            "Verified",
            "The mail server smtp.example.com:587 lets us in.",
            List.of(),
            new Trouble("Refused", "552 5.2.2 The recipient's mailbox is full", Instant.parse("2026-01-01T00:00:00Z")),
            URI.create("https://relay.example.org/hooks/0123456789abcdef0123456789abcdef"));

    private ChannelKey hook = new ChannelKey("", "");

    @BeforeEach
    void aChannelThatWorks() {
        hook = new ChannelKey(namespace, "hook");
        relay.answerChannel(hook, WORKS);
        policyManifests.webhookChannel("hook");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(condition("Ready")).isEqualTo("True Verified"));
        assertThat(condition("Delivering")).isEqualTo("True Arriving");
    }

    @Test
    void revokedTokenShowsUntilItIsReplaced() {
        relay.answerChannel(hook, REVOKED);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(row("hook"))
                .containsEntry("Type", "webhook")
                .containsEntry("Ready", "False")
                .containsEntry("Reason", "Unauthorized")
                .containsEntry("Message", REVOKED.message()));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(events("Unauthorized")).singleElement().satisfies(event -> {
                            assertThat(event.getType()).isEqualTo("Warning");
                            assertThat(event.getInvolvedObject().getKind()).isEqualTo("NotificationChannel");
                            assertThat(event.getMessage()).contains("@BotFather");
                        }));

        relay.answerChannel(hook, WORKS);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(row("hook")).containsEntry("Ready", "True"));
        assertThat(events("Unauthorized")).hasSize(1);
    }

    @Test
    void fullInboxShowsAtItsChannelOnly() {
        PolicyManifests policyManifests = new PolicyManifests(KUBERNETES.client(), namespace);
        policyManifests.webhookChannel("other");

        relay.answerChannel(hook, FULL);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(row("hook"))
                .containsEntry("Ready", "True")
                .containsEntry("Delivering", "False")
                .containsEntry("Latest Messages", "552 5.2.2 The recipient's mailbox is full"));
        assertThat(status().hookUrl()).isEqualTo("https://relay.example.org/hooks/0123456789abcdef0123456789abcdef");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(events("Refused")).singleElement().satisfies(event -> {
                            assertThat(event.getType()).isEqualTo("Warning");
                            assertThat(event.getInvolvedObject().getName()).isEqualTo("hook");
                        }));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(row("other")).containsEntry("Ready", "True").containsEntry("Delivering", "True"));

        relay.answerChannel(hook, WORKS);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events("Arriving"))
                .singleElement()
                .satisfies(event -> assertThat(event.getType()).isEqualTo("Normal")));
    }

    @Test
    void testMessageIsSentOnceForEachValueOfTheAnnotation() {
        relay.answerTests(State.PENDING, null, "429 Too Many Requests: retry after 2");
        annotate("1");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(tested())
                .isEqualTo(new TestMessage(
                        "1", TestMessage.State.PENDING, "Waits: 429 Too Many Requests: retry after 2")));

        relay.answerTests(State.DELIVERED, "4711", null);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(row("hook")).containsEntry("Test", "Delivered"));
        assertThat(tested())
                .isEqualTo(new TestMessage(
                        "1", TestMessage.State.DELIVERED, "The provider accepted the test message as 4711"));
        assertThat(events("TestDelivered")).hasSize(1);
        assertThat(relay.testsOf(hook)).isEqualTo(1);

        relay.answerTests(State.DEAD, null, "Forbidden: bot was blocked by the user");
        annotate("2");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(events("TestFailed")).singleElement().satisfies(event -> {
                            assertThat(event.getType()).isEqualTo("Warning");
                            assertThat(event.getMessage()).contains("bot was blocked by the user");
                        }));
        assertThat(relay.testsOf(hook)).isEqualTo(2);

        annotate(null);
        await().atMost(PATIENCE).until(() -> tested() == null);
    }

    @Test
    void changedSecretIsSeenWithinAMinuteAndSoonerIfTheChannelIsNotReady() {
        rotate("whsec_second");
        await().atMost(ROTATION).until(() -> registered().equals("whsec_second"));

        relay.answerChannel(hook, REVOKED);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(condition("Ready")).isEqualTo("False Unauthorized"));
        rotate("whsec_third");
        await().atMost(Duration.ofSeconds(10)).until(() -> registered().equals("whsec_third"));
    }

    private void rotate(String secret) {
        Resource<Secret> resource =
                KUBERNETES.client().secrets().inNamespace(namespace).withName("hook");
        resource.edit(old -> old.edit().addToStringData("signingSecret", secret).build());
    }

    private String registered() {
        ChannelSettings settings =
                relay.channels().get(SimulatedRelay.path(hook)).settings();
        return settings.fields().path("signingSecret").asText();
    }

    private void annotate(@Nullable String value) {
        channel("hook")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"%s\":%s}}}"
                                .formatted(
                                        WellKnownNames.SEND_TEST_ANNOTATION,
                                        value == null ? null : "\"" + value + "\""));
    }

    private @Nullable TestMessage tested() {
        return status().test();
    }

    private String condition(String type) {
        return status().conditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .map(condition -> condition.getStatus() + " " + condition.getReason())
                .findFirst()
                .orElse("none");
    }

    private NotificationChannelStatus status() {
        NotificationChannelStatus status = channel("hook").get().getStatus();
        return status == null ? new NotificationChannelStatus(null, List.of(), List.of(), null, null) : status;
    }

    private Resource<NotificationChannel> channel(String name) {
        return KUBERNETES
                .client()
                .resources(NotificationChannel.class)
                .inNamespace(namespace)
                .withName(name);
    }

    /** A channel as {@code kubectl get nch -o wide} prints it. */
    private Map<String, String> row(String name) {
        return PrintedTable.of(
                        KUBERNETES.client(),
                        "/apis/taskping.dev/v1alpha1/namespaces/" + namespace + "/notificationchannels")
                .row(name);
    }

    private List<Event> events(String reason) {
        return Stream.of(KUBERNETES
                        .client()
                        .v1()
                        .events()
                        .inNamespace(namespace)
                        .withField("reason", reason)
                        .list())
                .flatMap(list -> list.getItems().stream())
                .toList();
    }
}
