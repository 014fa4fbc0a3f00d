package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
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
    private static JobUnderTest cancelled;
    private static JobUnderTest unfinished;
    private static JobUnderTest forged;
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
            cancelled = job(BY_LABEL, JOB);
            unfinished = job(BY_LABEL, JOB);
            forged = job("jobRef: {name: train}", "");
            ofOtherName = job("jobRef: {name: evaluate}", JOB);
            Stream.of(succeeded, failed, cancelled).forEach(job -> {
                Step.isCreated().happen(job);
                Step.podRuns().happen(job);
            });
            embedded.awaitNew();
            operator.kill();
        }
        Stream.of(named, labelled, unfinished, ofOtherName).forEach(Step.isCreated()::happen);
        Step.itsTimeHasCome().happen(ofCronJob);
        Stream.of(named, embedded, ofCronJob, labelled, unfinished, ofOtherName).forEach(job -> job.kubelet.run());
        Stream.of(cancelled, unfinished).forEach(DeletedJobRecoveryIT::delete);
        failed.kubelet.end(3);
        Stream.of(succeeded, named, embedded, ofCronJob, labelled, ofOtherName).forEach(job -> job.kubelet.end(0));
        Stream.of(succeeded, failed, named, embedded, ofCronJob, labelled, ofOtherName)
                .forEach(DeletedJobRecoveryIT::awaitItsEndAndDelete);
        forgeEvent(forged.namespace);
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
            await().atMost(PATIENCE)
                    .until(() -> operator.log().contains("Compared ")
                            && operator.log().contains("the relay lacked"));
            Stream.of(succeeded, failed, named, embedded, ofCronJob, labelled, cancelled, unfinished)
                    .forEach(job -> await("the end of " + job.namespace)
                            .atMost(PATIENCE)
                            .until(() -> !ends(job).isEmpty()));
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
        delete(job);
    }

    private static void delete(JobUnderTest job) {
        job.client.batch().v1().cronjobs().inNamespace(job.namespace).delete();
        job.client.batch().v1().jobs().inNamespace(job.namespace).delete();
        await().atMost(PATIENCE).until(() -> job.jobs().isEmpty());
    }

    /** As the Job controller would write it, for a Job that never existed; whoever may create Events can do that. */
    private static void forgeEvent(String namespace) {
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        KUBERNETES
                .client()
                .resource(new EventBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("train.forged")
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
                        .withNewSource("job-controller", null)
                        .withReportingComponent("job-controller")
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
        assertThat(ends(succeeded)).hasSize(1).allMatch(end -> end.startsWith("SUCCEEDED"));
        assertThat(ends(failed)).containsExactly("FAILED BackoffLimitExceeded");
    }

    @Test
    void jobThatWasDeletedWhileItRanIsReportedAsCancelled() {
        assertThat(ends(cancelled)).containsExactly("CANCELLED Deleted");
        assertThat(ends(unfinished)).containsExactly("CANCELLED Deleted");
    }

    @Test
    void missedJobIsReportedAsItEnded() {
        assertThat(ends(named)).hasSize(1).allMatch(end -> end.startsWith("SUCCEEDED"));
        TaskEvent end = relay.finished(named.namespace).getFirst();
        assertThat(end.data().route()).hasSize(1);
        assertThat(String.valueOf(end.data().outcome().message())).doesNotContain("Events");
        assertThat(Duration.between(end.time(), Instant.now())).isBetween(Duration.ZERO, Duration.ofMinutes(5));
    }

    @Test
    void missedEmbeddedJobIsReported() {
        assertThat(ends(embedded)).hasSize(1).allMatch(end -> end.startsWith("SUCCEEDED"));
    }

    @Test
    void missedJobOfACronJobIsReported() {
        assertThat(ends(ofCronJob)).hasSize(1).allMatch(end -> end.startsWith("SUCCEEDED"));
    }

    @Test
    void missedJobThatLabelsSelectIsReported() {
        assertThat(ends(labelled)).hasSize(1).allMatch(end -> end.startsWith("SUCCEEDED"));
    }

    @Test
    @Attack(
            by = Attacker.EVENT_AUTHOR,
            tries = "to have the end of a Job told that never existed",
            gets = "nothing is told")
    void eventAloneDoesNotProveThatAJobExisted() {
        assertThat(relay.received(forged.namespace)).isEmpty();
    }

    @Test
    void missedJobThatNoNotifiedTaskNamesIsNotReported() {
        assertThat(ends(ofOtherName)).isEmpty();
    }
}
