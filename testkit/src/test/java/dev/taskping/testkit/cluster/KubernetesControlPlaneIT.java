package dev.taskping.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KubernetesControlPlaneIT {

    @RegisterExtension
    static final KubernetesControlPlane KUBERNETES = new KubernetesControlPlane();

    @Test
    void jobControllerCreatesPods() {
        String namespace = KUBERNETES.createNamespace("jobs-");
        Job job = new JobBuilder()
                .withNewMetadata()
                .withName("train")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withParallelism(2)
                .withCompletions(2)
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("main")
                .withImage("docker.io/taskping/sample-training:dev")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();

        KUBERNETES.client().resource(job).create();

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        KUBERNETES.client().pods().inNamespace(namespace).list().getItems())
                .hasSize(2)
                .extracting(KubernetesControlPlaneIT::owner)
                .containsOnly("train"));
    }

    @Test
    void customResourcesAreServed() {
        assertThat(KUBERNETES
                        .client()
                        .apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .list()
                        .getItems())
                .extracting(definition -> definition.getMetadata().getName())
                .contains("notifiedtasks.taskping.dev", "launches.taskping.dev");
    }

    @Test
    void secondControlPlaneRunsBesideItAndCleansUp() {
        ControlPlane other = ControlPlane.startWithoutControllers();
        try (other;
                KubernetesClient client = ClusterClients.connect(other.kubeconfig())) {
            assertThat(other.kubeconfig()).isNotEqualTo(KUBERNETES.kubeconfig());
            assertThat(client.apiextensions()
                            .v1()
                            .customResourceDefinitions()
                            .list()
                            .getItems())
                    .isEmpty();
        }

        assertThat(Files.exists(other.kubeconfig())).isFalse();
        String port = "--secure-port " + URI.create(other.apiServer()).getPort();
        assertThat(ProcessHandle.current().descendants().map(KubernetesControlPlaneIT::commandLine))
                .noneMatch(line -> line.contains(port))
                .anyMatch(line -> line.contains("kube-apiserver"));
    }

    private static String commandLine(ProcessHandle process) {
        return process.info().commandLine().orElse("");
    }

    private static String owner(Pod pod) {
        return pod.getMetadata().getOwnerReferences().getFirst().getName();
    }
}
