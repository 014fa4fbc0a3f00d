package dev.taskping.e2e;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Real Jobs whose pods run a shell script on the node. */
final class Jobs {

    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final KubernetesClient client;
    private final String namespace;

    Jobs(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Creates a Job that runs the script once. */
    Job run(String name, Map<String, String> labels, String script) {
        return client.resource(job(name, labels, script)).create();
    }

    /** A Job that runs the script once, to be changed further and created by the caller. */
    Job job(String name, Map<String, String> labels, String script) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(0L)
                .addNewContainer()
                .withName("main")
                .withImage("docker.io/taskping/sample-training:dev")
                .withImagePullPolicy("IfNotPresent")
                .withCommand("sh", "-c", script)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    /** Waits until that many Jobs with the label ended. */
    void awaitEnded(String label, String value, int count) {
        Awaitility.await(count + " Jobs with " + label + "=" + value + " to end")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> ended(label, value) == count);
    }

    private long ended(String label, String value) {
        return list(label, value).stream()
                .filter(job -> job.getStatus().getConditions().stream()
                        .anyMatch(condition -> List.of("Complete", "Failed").contains(condition.getType())
                                && "True".equals(condition.getStatus())))
                .count();
    }

    /** The Jobs with the label. */
    List<Job> list(String label, String value) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel(label, value)
                .list()
                .getItems();
    }
}
