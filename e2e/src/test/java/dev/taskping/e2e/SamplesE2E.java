package dev.taskping.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.testkit.installation.Installation;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every manifest in samples/ is applied as it is, and works as its comments say. */
@ExtendWith(InstalledTaskPing.class)
class SamplesE2E {

    private static final String NAMESPACE = "samples";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void everySampleIsAccepted(Installation taskping) throws IOException {
        KubernetesClient client = taskping.client();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .serverSideApply();
        secrets(client);
        List<Path> samples;
        try (var files = Files.walk(taskping.cluster().repository().resolve("samples"))) {
            samples = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        assertThat(samples).hasSizeGreaterThan(8);
        for (Path sample : samples) {
            String applied = taskping.cluster()
                    .run(List.of("kubectl", "apply", "-n", NAMESPACE, "--validate=strict", "-f", sample.toString()));
            assertThat(applied).as(sample.toString()).isNotBlank();
        }

        client.resources(LaunchTemplate.class)
                .inNamespace(NAMESPACE)
                .list()
                .getItems()
                .forEach(template -> awaitReady(
                        client, LaunchTemplate.class, template.getMetadata().getName()));
        client.resources(NotifiedTask.class)
                .inNamespace(NAMESPACE)
                .list()
                .getItems()
                .forEach(task -> awaitReady(
                        client, NotifiedTask.class, task.getMetadata().getName()));
        Awaitility.await("the Job embedded in the NotifiedTask to complete")
                .atMost(PATIENCE)
                .until(() -> client.batch()
                                .v1()
                                .jobs()
                                .inNamespace(NAMESPACE)
                                .withName("convert-weights")
                                .get()
                        != null);
        client.namespaces().withName(NAMESPACE).delete();
    }

    private static void secrets(KubernetesClient client) {
        Map.of(
                        "smtp",
                        Map.of("username", "mia", "password", "sample"),
                        "webhook",
                        Map.of("signingSecret", "whsec_dGFza3BpbmctcXVpY2tzdGFydC1zaWduaW5nLWtleQ=="))
                .forEach((name, data) -> client.resource(new SecretBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .withNamespace(NAMESPACE)
                                .addToAnnotations("taskping.dev/channels", "webhook@*, email@*")
                                .endMetadata()
                                .withStringData(data)
                                .build())
                        .serverSideApply());
    }

    private static <T extends io.fabric8.kubernetes.client.CustomResource<?, ?>> void awaitReady(
            KubernetesClient client, Class<T> type, String name) {
        Awaitility.await(type.getSimpleName() + " " + name + " to be ready")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(conditions(client.resources(type)
                                .inNamespace(NAMESPACE)
                                .withName(name)
                                .get()))
                        .anySatisfy(condition -> {
                            assertThat(condition.getType()).isEqualTo("Ready");
                            assertThat(condition.getStatus())
                                    .as(condition.getMessage())
                                    .isEqualTo("True");
                        }));
    }

    private static List<Condition> conditions(Object resource) {
        return switch (resource) {
            case LaunchTemplate template
            when template.getStatus() != null -> template.getStatus().conditions();
            case NotifiedTask task
            when task.getStatus() != null -> task.getStatus().conditions();
            case null, default -> List.of();
        };
    }
}
