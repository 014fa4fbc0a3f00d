package dev.taskping.chaos.work;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** What a row is set up with. */
public final class RowManifests {

    private RowManifests() {}

    /** Makes the namespace and in it what the YAML says. */
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
}
