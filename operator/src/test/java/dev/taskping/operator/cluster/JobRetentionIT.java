package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.operator.retention.ReleaseRetainedJobs;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.testkit.cluster.JobDriver;
import dev.taskping.testkit.cluster.KubernetesControlPlane;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs that are kept until their end is recorded, and let go then, for certain. */
@ExtendWith(RunningOperator.None.class)
class JobRetentionIT {

    @RegisterExtension
    static final KubernetesControlPlane KUBERNETES = new KubernetesControlPlane();

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Map<String, String> LABELS = Map.of("team", "ml");
    private static final String ASKING = "selector: {matchLabels: {team: ml}}\n  retainUntilNotified: true";

    private final SimulatedRelay relay = SimulatedRelay.start();
    private final String leaseNamespace = KUBERNETES.createNamespace("operator");
    private final String namespace = KUBERNETES.createNamespace("retained");
    private final JobDriver jobs = new JobDriver(KUBERNETES.client(), namespace);
    private final PolicyManifests policyManifests = new PolicyManifests(KUBERNETES.client(), namespace);
    private RestartingOperator operator = start(true);

    private RestartingOperator start(boolean allowed) {
        RestartingOperator started = RestartingOperator.start(
                KUBERNETES.kubeconfig(),
                relay.uri(),
                leaseNamespace,
                Map.of("TASKPING_JOBS_RETAIN", String.valueOf(allowed)));
        await().atMost(PATIENCE).until(relay::isTunnelOpen);
        return started;
    }

    private void kill() {
        operator.kill();
        await().atMost(PATIENCE).until(() -> !relay.isTunnelOpen());
    }

    @BeforeEach
    void ask() {
        policyManifests.webhookChannel("hook");
        policyManifests.notifiedTask("watch", ASKING);
        awaitReady("True Watching");
    }

    @AfterEach
    void stop() {
        operator.close();
        relay.close();
    }

    private void awaitReady(String beginning) {
        await().atMost(PATIENCE).until(() -> String.valueOf(policyManifests.ready(NotifiedTask.class, "watch"))
                .startsWith(beginning));
    }

    private Optional<Job> job(String name) {
        return Optional.ofNullable(KUBERNETES
                .client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    private boolean isRetained(String name) {
        return job(name)
                .filter(job -> job.getMetadata().getFinalizers().contains(WellKnownNames.RETAIN_FINALIZER))
                .isPresent();
    }

    private void createRetained(String name) {
        jobs.create(name, LABELS);
        await().atMost(PATIENCE).until(() -> isRetained(name));
    }

    private void awaitGone(String name) {
        await().atMost(PATIENCE).until(() -> job(name).isEmpty());
    }

    private Outcome end(String name) {
        return await().atMost(PATIENCE)
                .until(() -> relay.finished(namespace, name), Optional::isPresent)
                .orElseThrow()
                .data()
                .outcome();
    }

    @Test
    void deletedJobIsRetainedUntilItsEndIsRecorded() {
        createRetained("train");
        relay.away(true);
        jobs.complete("train");
        jobs.delete("train");
        await().atMost(PATIENCE).until(() -> operator.log().contains("Cannot send events to the relay (attempt 1)"));
        await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> isRetained("train"));

        relay.away(false);

        assertThat(end("train").result()).isEqualTo(Result.SUCCEEDED);
        awaitGone("train");
    }

    @Test
    void jobThatIsDeletedWhileItRunsIsReportedAsCancelledAndReleased() {
        createRetained("train");
        jobs.run("train");
        await().atMost(PATIENCE).until(() -> !relay.received(namespace).isEmpty());

        jobs.delete("train");

        assertThat(end("train").result()).isEqualTo(Result.CANCELLED);
        awaitGone("train");
        assertThat(relay.finished(namespace)).hasSize(1);
    }

    /** It is the pods that tell how; they stay, too. */
    @Test
    void jobThatIsDeletedWithoutAnOperatorIsReportedInFull() {
        createRetained("train");
        kill();
        jobs.addPod("train", "train-0", 3, "Error");
        jobs.fail("train");
        jobs.delete("train");

        operator = start(true);

        assertThat(end("train"))
                .extracting(Outcome::result, Outcome::exitCode, Outcome::failedPod)
                .containsExactly(Result.FAILED, 3, "train-0");
        awaitGone("train");
    }

    @Test
    void jobWhoseEndIsRecordedIsNotRetained() {
        createRetained("train");

        jobs.complete("train");

        assertThat(end("train").result()).isEqualTo(Result.SUCCEEDED);
        await().atMost(PATIENCE).until(() -> !isRetained("train"));
        assertThat(job("train")).isPresent();
    }

    @Test
    void jobIsNotRetainedUnlessANotifiedTaskAsks() {
        createRetained("train");
        jobs.create("other", Map.of("team", "web"));
        assertThat(isRetained("other")).isFalse();

        KUBERNETES
                .client()
                .resources(NotifiedTask.class)
                .inNamespace(namespace)
                .withName("watch")
                .delete();

        await().atMost(PATIENCE).until(() -> !isRetained("train"));
        assertThat(isRetained("other")).isFalse();
        assertThat(job("train")).isPresent();
    }

    @Test
    void operatorWithoutPermissionSaysSoAndRetainsNothing() {
        operator.close();
        operator = start(false);
        policyManifests.notifiedTask("another", ASKING);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(policyManifests.ready(NotifiedTask.class, "another"))
                .startsWith("False RetentionNotAllowed")
                .contains("operator.retainJobs.enabled=true"));
        jobs.create("train", LABELS);
        jobs.complete("train");
        assertThat(end("train").result()).isEqualTo(Result.SUCCEEDED);
        assertThat(isRetained("train")).isFalse();
    }

    /** What the chart runs when it is uninstalled; some Jobs are being deleted, one is held by somebody else as well. */
    @Test
    void allJobsAreReleasedWithoutAnOperator() {
        List<String> names =
                IntStream.range(0, 20).mapToObj(number -> "train-" + number).toList();
        names.forEach(name -> jobs.create(name, LABELS));
        await().atMost(PATIENCE).until(() -> names.stream().allMatch(this::isRetained));
        kill();
        jobs.create(JobDriver.job("foreign", LABELS)
                .editMetadata()
                .withFinalizers("example.com/theirs", WellKnownNames.RETAIN_FINALIZER)
                .endMetadata()
                .build());
        names.subList(0, 5).forEach(jobs::delete);
        KUBERNETES
                .client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName("train-5")
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();

        try (OperatorProcess release = OperatorProcess.command(KUBERNETES.kubeconfig(), ReleaseRetainedJobs.COMMAND)) {
            assertThat(release.exitCode(PATIENCE)).as(release.log()).isZero();
            assertThat(release.log()).contains("Released 21 Jobs; none is retained any more");
        }

        names.subList(0, 6).forEach(this::awaitGone);
        assertThat(names.subList(6, 20)).noneMatch(this::isRetained);
        assertThat(job("foreign").orElseThrow().getMetadata().getFinalizers()).containsExactly("example.com/theirs");
    }
}
