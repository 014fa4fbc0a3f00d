package dev.taskping.testkit.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What both kinds of cluster do through a Kubernetes client. */
final class ClusterClients {

    private ClusterClients() {}

    static KubernetesClient connect(Path kubeconfig) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    static void apply(KubernetesClient client, List<String> resources) {
        resources.forEach(resource -> apply(client, resource));
    }

    private static void apply(KubernetesClient client, String resource) {
        List<HasMetadata> items = read(client, resource);
        for (HasMetadata item : items) {
            client.resource(item).forceConflicts().serverSideApply();
        }
        for (HasMetadata item : items) {
            if (item instanceof CustomResourceDefinition definition) {
                client.resource(definition).waitUntilCondition(ClusterClients::isServed, 20, TimeUnit.SECONDS);
            }
        }
    }

    private static List<HasMetadata> read(KubernetesClient client, String resource) {
        try (InputStream stream = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw new ClusterException("the manifest " + resource
                        + " is not on the class path; the module that holds it must be a dependency of the tests");
            }
            return client.load(stream).items();
        } catch (IOException e) {
            throw new ClusterException("the manifest " + resource + " could not be read", e);
        }
    }

    private static boolean isServed(@Nullable CustomResourceDefinition definition) {
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Established".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }
}
