package dev.taskping.chaos.work;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** Sets up the namespace of a row. */
public final class RowManifests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private RowManifests() {}

    /** Creates the namespace, and in it the resources of the YAML. */
    public static void create(KubernetesClient client, String namespace, String yaml) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        for (HasMetadata item : client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            client.resource(item).inNamespace(namespace).create();
        }
    }

    /**
     * Waits until the operator says that a resource is ready.
     *
     * @param conditions the conditions in its status; none while it has no status
     */
    public static <T extends HasMetadata> void awaitReady(
            KubernetesClient client,
            String namespace,
            Class<T> type,
            String name,
            Function<T, List<Condition>> conditions) {
        Awaitility.await(type.getSimpleName() + " " + namespace + "/" + name + " to be ready")
                .atMost(PATIENCE)
                .until(() ->
                        conditions
                                .apply(client.resources(type)
                                        .inNamespace(namespace)
                                        .withName(name)
                                        .require())
                                .stream()
                                .anyMatch(condition ->
                                        "Ready".equals(condition.getType()) && "True".equals(condition.getStatus())));
    }
}
