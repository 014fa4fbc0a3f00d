package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.relay.UndeliveredMessages.TemplateFault;
import dev.taskping.protocol.template.MessageTemplate;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A template that cannot be used is said where it stands. */
class MessageTemplateIT extends SharedOperatorCase {

    @BeforeEach
    void open() {
        policyManifests.webhookChannel("hook");
    }

    @Test
    void invalidTemplateNamesLineFaultAndCure() {
        policyManifests.notifiedTask(
                "team", "selector: {matchLabels: {team: ml}}\n  message: {template: \"a\\n{{task.nmae}}\"}");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(condition("Template")).hasValueSatisfying(template -> {
                    assertThat(template.getStatus()).isEqualTo("False");
                    assertThat(template.getReason()).isEqualTo("TemplateInvalid");
                    assertThat(template.getMessage()).contains("'team'", "line 2", "task.nmae", "default text");
                }));
        assertThat(condition("Ready")).map(Condition::getReason).contains("TemplateInvalid");
    }

    @Test
    void templateFaultIsShownUntilTheTemplateChanges() {
        policyManifests.notifiedTask(
                "team", "selector: {matchLabels: {team: ml}}\n  message: {template: \"{{task.name}}\"}");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(condition("Template"))
                .map(Condition::getReason)
                .contains("Valid"));

        relay.templateFaults(new TemplateFault(
                UUID.randomUUID(),
                new TaskIdentity("Job", namespace, "train-7", "u1", Map.of()),
                "team",
                new ChannelKey(namespace, "hook"),
                MessageTemplate.fingerprint("{{task.name}}"),
                "the message is longer than 8192 characters",
                Instant.parse("2026-01-01T02:40:00Z")));

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(condition("Ready")).map(Condition::getReason).contains("TemplateFailed"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(KUBERNETES
                        .client()
                        .v1()
                        .events()
                        .inNamespace(namespace)
                        .withField("reason", "TemplateFailed")
                        .list()
                        .getItems())
                .singleElement()
                .satisfies(event -> assertThat(event.getMessage())
                        .contains("train-7", namespace + "/hook", "default text", "8192")));

        KUBERNETES
                .client()
                .resources(NotifiedTask.class)
                .inNamespace(namespace)
                .withName("team")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"message\":{\"template\":\"**{{task.name}}**\"}}}");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(condition("Template"))
                .map(Condition::getReason)
                .contains("Valid"));
    }

    @Test
    void faultOfAChannelsTemplateIsShownAtTheChannel() {
        KUBERNETES
                .client()
                .resources(NotificationChannel.class)
                .inNamespace(namespace)
                .withName("hook")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"message\":{\"template\":\"{{#failed}}\"}}}");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(KUBERNETES
                        .client()
                        .resources(NotificationChannel.class)
                        .inNamespace(namespace)
                        .withName("hook")
                        .get()
                        .getStatus()
                        .conditions())
                .anySatisfy(condition -> {
                    assertThat(condition.getType()).isEqualTo("Template");
                    assertThat(condition.getReason()).isEqualTo("TemplateInvalid");
                    assertThat(condition.getMessage()).contains("'hook'", "line 1", "{{/failed}}");
                })
                .anySatisfy(condition -> {
                    assertThat(condition.getType()).isEqualTo("Ready");
                    assertThat(condition.getStatus()).isEqualTo("True");
                }));
    }

    private Optional<Condition> condition(String type) {
        return Optional.ofNullable(KUBERNETES
                        .client()
                        .resources(NotifiedTask.class)
                        .inNamespace(namespace)
                        .withName("team")
                        .get()
                        .getStatus())
                .flatMap(status -> status.conditions().stream()
                        .filter(condition -> condition.getType().equals(type))
                        .findFirst());
    }
}
