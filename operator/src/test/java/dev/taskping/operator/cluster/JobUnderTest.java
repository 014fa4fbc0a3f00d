package dev.taskping.operator.cluster;

import static org.awaitility.Awaitility.await;

import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.testkit.cluster.JobDriver;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** One case's Job, or several of the same manifest one after the other, in a namespace of its own; and what was told. */
final class JobUnderTest {

    /** The Job controller waits 10 s before it tries again. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final KubernetesClient client;
    final SimulatedRelay relay;
    final String namespace;
    final SimulatedKubelet kubelet;
    final JobDriver driver;
    private final String manifest;
    /** The uids of the Jobs that there were, first to last. */
    private final List<String> uids = new ArrayList<>();

    JobUnderTest(KubernetesClient client, SimulatedRelay relay, String namespace, String manifest) {
        this.client = client;
        this.relay = relay;
        this.namespace = namespace;
        this.manifest = manifest;
        this.kubelet = new SimulatedKubelet(client, namespace);
        this.driver = new JobDriver(client, namespace);
    }

    /** Applies the manifest. */
    void apply() {
        new PolicyManifests(client, namespace).apply(manifest);
    }

    /** Waits for a Job that was not there before. */
    void awaitNew() {
        uids.add(awaitJob(job -> !uids.contains(job.getMetadata().getUid()))
                .getMetadata()
                .getUid());
    }

    /** Waits until the Job that there is looks like that. */
    Job awaitJob(Predicate<Job> wanted) {
        return await("the Job in " + namespace)
                .atMost(PATIENCE)
                .until(() -> jobs().stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    void patch(String change) {
        driver.patch(name(), change);
    }

    String name() {
        return awaitJob(job -> true).getMetadata().getName();
    }

    List<Job> jobs() {
        return driver.list();
    }

    /** What was told so far, sentinels left out. */
    List<TaskEvent> told() {
        return relay.received(namespace).stream()
                .filter(event -> uids.contains(event.subject()))
                .toList();
    }

    /** Waits until the Job that there is now was told of. */
    void awaitReported() {
        await().atMost(PATIENCE)
                .until(() -> told().stream().anyMatch(event -> event.subject().equals(uids.getLast())));
    }

    /** Waits for that many events and writes them as the table does. */
    List<String> awaitReported(int count) {
        await().atMost(PATIENCE).until(() -> told().size() >= count);
        return told().stream().map(this::describe).toList();
    }

    /** Such as {@code Failed BackoffLimitExceeded: Error, exit 3 of pod 1}. */
    private String describe(TaskEvent event) {
        Outcome outcome = event.data().outcome();
        int which = uids.indexOf(event.subject());
        return (outcome == null ? event.type().name().toLowerCase(java.util.Locale.ROOT) : describe(outcome))
                + (which == 0 ? "" : " (Job " + (which + 1) + ")");
    }

    private String describe(Outcome outcome) {
        StringBuilder text = new StringBuilder(outcome.result().name().charAt(0)
                + outcome.result().name().substring(1).toLowerCase(java.util.Locale.ROOT));
        text.append(' ').append(outcome.reason());
        if (outcome.verdict() != null) {
            text.append(": ").append(outcome.verdict());
        }
        if (outcome.exitCode() != null) {
            text.append(", exit ").append(outcome.exitCode());
        }
        if (outcome.failedPod() != null) {
            text.append(" of pod ").append(kubelet.ran().indexOf(outcome.failedPod()) + 1);
        }
        return text.toString();
    }
}
