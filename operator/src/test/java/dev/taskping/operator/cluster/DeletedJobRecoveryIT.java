package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.testkit.cluster.KubernetesControlPlane;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Jobs that ended and were deleted while no operator was running; some of them were made then, too. All in one night: the
 * operator is killed, things happen, it is started again, and once more.
 */
@ExtendWith(RunningOperator.None.class)
class DeletedJobRecoveryIT {

    @RegisterExtension
    static final KubernetesControlPlane KUBERNETES = new KubernetesControlPlane();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> ENDS = Set.of("Completed", "BackoffLimitExceeded");
    private static final String BY_LABEL = "selector: {matchLabels: {team: ml}}";
    private static final String POD =
            "{spec: {restartPolicy: Never, containers: [{name: main, image: 'example.com/none:1'}]}}";
    private static final String JOB =
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: train, labels: {team: ml}}
            spec: {backoffLimit: 0, template: %s}
            """
                    .formatted(POD);
    private static final String CRON_JOB =
            """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: nightly}
            spec: {schedule: '* * * * *', concurrencyPolicy: Forbid, jobTemplate: {spec: {template: %s}}}
            """
                    .formatted(POD);

    private static SimulatedRelay relay;
    private static String leaseNamespace = "";
    private static JobUnderTest succeeded;
    private static JobUnderTest failed;
    private static JobUnderTest named;
    private static JobUnderTest embedded;
    private static JobUnderTest ofCronJob;
    private static JobUnderTest labelled;
    private static JobUnderTest older;
    private static JobUnderTest ofOtherName;

    @BeforeAll
    static void night() {
        relay = SimulatedRelay.start();
        leaseNamespace = KUBERNETES.createNamespace("operator");
        try (RestartingOperator operator = start()) {
            succeeded = job(BY_LABEL, JOB);
            failed = job(BY_LABEL, JOB);
            named = job("jobRef: {name: train}", JOB);
            embedded = job("jobTemplate: {spec: {template: " + POD + "}}", "");
            ofCronJob = job("cronJobRef: {name: nightly}", CRON_JOB);
            labelled = job(BY_LABEL, JOB);
            older = job("jobRef: {name: train}", "");
            ofOtherName = job("jobRef: {name: evaluate}", JOB);
            Stream.of(succeeded, failed).forEach(job -> {
                Step.isCreated().happen(job);
                Step.podRuns().happen(job);
            });
            embedded.awaitNew();
            operator.kill();
        }
        Stream.of(named, labelled, ofOtherName).forEach(Step.isCreated()::happen);
        Step.itsTimeHasCome().happen(ofCronJob);
        Stream.of(named, embedded, ofCronJob, labelled, ofOtherName).forEach(job -> job.kubelet.run());
        failed.kubelet.end(3);
        Stream.of(succeeded, named, embedded, ofCronJob, labelled, ofOtherName).forEach(job -> job.kubelet.end(0));
        Stream.of(succeeded, failed, named, embedded, ofCronJob, labelled, ofOtherName)
                .forEach(DeletedJobRecoveryIT::awaitItsEndAndDelete);
        writeOldEvent(older.namespace);
        resyncAndStop();
        resyncAndStop();
    }

    @AfterAll
    static void close() {
        relay.close();
    }

    private static RestartingOperator start() {
        return RestartingOperator.start(KUBERNETES.kubeconfig(), relay.uri(), leaseNamespace);
    }

    private static void resyncAndStop() {
        try (RestartingOperator operator = start()) {
            await().atMost(PATIENCE).until(() -> operator.log().contains("the relay lacked"));
        }
    }

    private static JobUnderTest job(String watched, String manifest) {
        String namespace = KUBERNETES.createNamespace("unseen");
        PolicyManifests policyManifests = new PolicyManifests(KUBERNETES.client(), namespace);
        policyManifests.webhookChannel("hook");
        policyManifests.notifiedTask("watch", watched);
        await().atMost(PATIENCE).until(() -> String.valueOf(policyManifests.ready(NotifiedTask.class, "watch"))
                .startsWith("True"));
        return new JobUnderTest(KUBERNETES.client(), relay, namespace, manifest);
    }

    private static void awaitItsEndAndDelete(JobUnderTest job) {
        await("the Job controller's Event in " + job.namespace)
                .atMost(PATIENCE)
                .until(() -> job.client.v1().events().inNamespace(job.namespace).list().getItems().stream()
                        .anyMatch(event -> ENDS.contains(event.getReason())));
        job.client.batch().v1().cronjobs().inNamespace(job.namespace).delete();
        job.client.batch().v1().jobs().inNamespace(job.namespace).delete();
        await().atMost(PATIENCE).until(() -> job.jobs().isEmpty());
    }

    /** As the Job controller would have left it five minutes before the NotifiedTask was made. */
    private static void writeOldEvent(String namespace) {
        String time = Instant.now()
                .minus(5, ChronoUnit.MINUTES)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        KUBERNETES
                .client()
                .resource(new EventBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("train.old")
                        .endMetadata()
                        .withNewInvolvedObject()
                        .withApiVersion("batch/v1")
                        .withKind("Job")
                        .withNamespace(namespace)
                        .withName("train")
                        .withUid("0b0e1f4e-0000-4000-8000-000000000000")
                        .endInvolvedObject()
                        .withReason("Completed")
                        .withMessage("Job completed")
                        .withType("Normal")
                        .withFirstTimestamp(time)
                        .withLastTimestamp(time)
                        .build())
                .create();
    }

    /** Each copy of an end that arrived. */
    private static List<String> ends(JobUnderTest job) {
        return relay.finished(job.namespace).stream()
                .map(event -> event.data().outcome())
                .map(outcome -> outcome == null ? "" : outcome.result() + " " + outcome.reason())
                .toList();
    }

    @Test
    void endOfAJobThatTheRelayBelievesToRunIsRecovered() {
        assertThat(ends(succeeded)).containsExactly("SUCCEEDED Completed");
        assertThat(ends(failed)).containsExactly("FAILED BackoffLimitExceeded");
    }

    @Test
    void missedJobIsReportedIfANotifiedTaskNamesIt() {
        assertThat(ends(named)).containsExactly("SUCCEEDED Completed");
        TaskEvent end = relay.finished(named.namespace).getFirst();
        assertThat(end.data().route()).hasSize(1);
        assertThat(end.data().outcome().message()).isEqualTo("Job completed (from the Job's Events; it is deleted)");
        assertThat(Duration.between(end.time(), Instant.now())).isBetween(Duration.ZERO, Duration.ofMinutes(5));
    }

    @Test
    void missedEmbeddedJobIsReported() {
        assertThat(ends(embedded)).containsExactly("SUCCEEDED Completed");
    }

    @Test
    void missedJobOfACronJobIsReported() {
        assertThat(ends(ofCronJob)).containsExactly("SUCCEEDED Completed");
    }

    /** An Event shows no labels: this is the limit. */
    @Test
    void missedJobThatOnlyLabelsSelectIsNotReported() {
        assertThat(ends(labelled)).isEmpty();
    }

    @Test
    void missedJobThatEndedBeforeTheNotifiedTaskIsNotReported() {
        assertThat(ends(older)).isEmpty();
    }

    @Test
    void missedJobThatNoNotifiedTaskNamesIsNotReported() {
        assertThat(ends(ofOtherName)).isEmpty();
    }
}
