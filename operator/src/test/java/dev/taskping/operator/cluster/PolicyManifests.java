package dev.taskping.operator.cluster;

import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/** Applies TaskPing's resources as a person would: as YAML. */
final class PolicyManifests {

    private final KubernetesClient client;
    private final String namespace;

    PolicyManifests(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    void apply(String yaml) {
        for (HasMetadata resource : client.load(
                        new java.io.ByteArrayInputStream(yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .items()) {
            client.resource(resource).inNamespace(namespace).create();
        }
    }

    /** A channel, perhaps one that other namespaces may use. */
    void webhookChannel(String name, String... allowedNamespaces) {
        apply(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: %1$s, annotations: {taskping.dev/channels: webhook@example.com}}
                stringData: {signingSecret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw}
                ---
                apiVersion: taskping.dev/v1alpha1
                kind: NotificationChannel
                metadata: {name: %1$s}
                spec:
                  type: webhook
                  secretRef: {name: %1$s}
                  webhook: {url: 'https://example.com/hook'}
                  allowedNamespaces: [%2$s]
                """
                        .formatted(name, String.join(", ", allowedNamespaces)));
    }

    void notifiedTask(String name, String watched) {
        apply(
                """
                apiVersion: taskping.dev/v1alpha1
                kind: NotifiedTask
                metadata: {name: %s}
                spec:
                  %s
                  notify: [{channels: [{name: hook}]}]
                """
                        .formatted(name, watched));
    }

    @Nullable
    String ready(Class<? extends HasMetadata> type, String name) {
        HasMetadata resource =
                client.resources(type).inNamespace(namespace).withName(name).get();
        var conditions =
                switch (resource) {
                    case NotifiedTask task
                    when task.getStatus() != null -> task.getStatus().conditions();
                    case NotificationChannel channel
                    when channel.getStatus() != null -> channel.getStatus().conditions();
                    case LaunchTemplate template
                    when template.getStatus() != null -> template.getStatus().conditions();
                    case null, default -> java.util.List.<io.fabric8.kubernetes.api.model.Condition>of();
                };
        return conditions.stream()
                .filter(condition -> "Ready".equals(condition.getType()))
                .map(condition -> condition.getStatus() + " " + condition.getReason() + ": " + condition.getMessage())
                .findFirst()
                .orElse(null);
    }

    Launch launch(String name) {
        return client.resources(Launch.class)
                .inNamespace(namespace)
                .withName(name)
                .require();
    }
}
