package dev.taskping.operator.cluster;

import static dev.taskping.operator.cluster.JobCase.steps;
import static dev.taskping.operator.cluster.JobCase.told;
import static dev.taskping.operator.cluster.Step.indexEnds;
import static dev.taskping.operator.cluster.Step.isCreated;
import static dev.taskping.operator.cluster.Step.isDeleted;
import static dev.taskping.operator.cluster.Step.isResumed;
import static dev.taskping.operator.cluster.Step.isSuspended;
import static dev.taskping.operator.cluster.Step.itsManagerCompletesIt;
import static dev.taskping.operator.cluster.Step.itsManagerRunsIt;
import static dev.taskping.operator.cluster.Step.itsTimeHasCome;
import static dev.taskping.operator.cluster.Step.nothingIsTold;
import static dev.taskping.operator.cluster.Step.podEnds;
import static dev.taskping.operator.cluster.Step.podIsTakenAway;
import static dev.taskping.operator.cluster.Step.podRuns;
import static io.fabric8.kubernetes.api.model.DeletionPropagation.BACKGROUND;
import static io.fabric8.kubernetes.api.model.DeletionPropagation.FOREGROUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.testkit.cluster.KubernetesControlPlane;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way of a Job that the documentation of Kubernetes knows: what happens to it, and what is told. The Job controller,
 * the CronJob controller and the garbage collector are the real ones; the kubelet is played by the test.
 */
class JobCasesIT {

    @Order(1)
    @RegisterExtension
    static final KubernetesControlPlane KUBERNETES = new KubernetesControlPlane();

    @Order(2)
    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator(KUBERNETES);

    private static final String SIDE_CAR =
            "initContainers: [{name: proxy, image: 'example.com/none:1', restartPolicy: Always}],";

    static Stream<JobCase> cases() {
        return Stream.of(
                // Retries: a Job is one task, however often its pods are tried.
                JobCase.of(
                        "succeeds at once",
                        "backoffLimit: 0",
                        steps(isCreated(), podRuns(), podEnds(0)),
                        told("started", "Succeeded CompletionsReached, exit 0")),
                JobCase.of(
                        "fails once and is retried with success",
                        "backoffLimit: 1",
                        steps(isCreated(), podRuns(), podEnds(3), podRuns(), podEnds(0)),
                        told("started", "Succeeded CompletionsReached, exit 0")),
                JobCase.of(
                        "fails again when retried: the first failure is told",
                        "backoffLimit: 1",
                        steps(isCreated(), podRuns(), podEnds(3), podRuns(), podEnds(4)),
                        told("started", "Failed BackoffLimitExceeded: Error, exit 3 of pod 1")),
                JobCase.of(
                        "its policy calls that exit code final",
                        "backoffLimit: 6, podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [42]}}]}",
                        steps(isCreated(), podRuns(), podEnds(42)),
                        told("started", "Failed PodFailurePolicy: Error, exit 42 of pod 1")),
                JobCase.of(
                        "its policy does not count that exit code",
                        "backoffLimit: 0, podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {operator: In, values: [42]}}]}",
                        steps(isCreated(), podRuns(), podEnds(42), podRuns(), podEnds(0)),
                        told("started", "Succeeded CompletionsReached, exit 0")),
                JobCase.of(
                        "takes longer than it may",
                        "backoffLimit: 0, activeDeadlineSeconds: 8",
                        steps(isCreated(), podRuns()),
                        told("started", "Failed DeadlineExceeded: DeadlineExceeded")),

                // Indexed Jobs.
                JobCase.of(
                        "one index is enough for its success policy",
                        "completionMode: Indexed, completions: 3, parallelism: 3, successPolicy: {rules: [{succeededIndexes: '0'}]}",
                        steps(isCreated(), podRuns(), podRuns(), podRuns(), indexEnds(0, 0)),
                        told("started", "Succeeded SuccessPolicy, exit 0")),
                JobCase.of(
                        "one index fails for good, the other still runs to its end",
                        "completionMode: Indexed, completions: 2, parallelism: 2, backoffLimitPerIndex: 0",
                        steps(isCreated(), podRuns(), podRuns(), indexEnds(0, 5), indexEnds(1, 0)),
                        told("started", "Failed FailedIndexes: Error, exit 5 of pod 1")),
                JobCase.of(
                        "more indexes fail than may",
                        "completionMode: Indexed, completions: 3, parallelism: 3, backoffLimitPerIndex: 0, maxFailedIndexes: 0",
                        steps(isCreated(), podRuns(), podRuns(), podRuns(), indexEnds(0, 5)),
                        told("started", "Failed MaxFailedIndexesExceeded: Error, exit 5 of pod 1")),

                // A gang is one task.
                JobCase.of(
                        "three pods succeed together",
                        "completions: 3, parallelism: 3",
                        steps(isCreated(), podRuns(), podRuns(), podRuns(), podEnds(0), podEnds(0), podEnds(0)),
                        told("started", "Succeeded CompletionsReached, exit 0")),
                JobCase.of(
                        "one of three pods fails and the others with it",
                        "completions: 3, parallelism: 3, backoffLimit: 0",
                        steps(isCreated(), podRuns(), podRuns(), podRuns(), podEnds(7)),
                        told("started", "Failed BackoffLimitExceeded: Error, exit 7 of pod 1")),

                // Queued is not finished.
                JobCase.of(
                        "is suspended, resumed, and finishes",
                        "backoffLimit: 0",
                        steps(isCreated(), podRuns(), isSuspended(), isResumed(), podRuns(), podEnds(0)),
                        told("started", "Succeeded CompletionsReached, exit 0")),
                JobCase.of(
                        "is created suspended, waits in a queue, is admitted",
                        "suspend: true",
                        steps(isCreated(), nothingIsTold(), isResumed(), podRuns(), podEnds(0)),
                        told("started", "Succeeded CompletionsReached, exit 0")),
                JobCase.of(
                        "waits in a queue and is taken out of it",
                        "suspend: true",
                        steps(isCreated(), nothingIsTold(), isDeleted(BACKGROUND)),
                        told("Cancelled Deleted")),
                JobCase.of(
                        "is handed to another cluster by its manager",
                        "suspend: true, managedBy: kueue.x-k8s.io/multikueue",
                        steps(isCreated(), nothingIsTold(), isResumed(), itsManagerRunsIt(), itsManagerCompletesIt()),
                        told("started", "Succeeded CompletionsReached")),

                // Pods that are taken away.
                JobCase.of(
                        "its pod is evicted and runs again elsewhere",
                        "backoffLimit: 1",
                        steps(isCreated(), podRuns(), podIsTakenAway("EvictionByEvictionAPI"), podRuns(), podEnds(0)),
                        told("started", "Succeeded CompletionsReached, exit 0")),
                JobCase.of(
                        "its pod is preempted, which its policy does not count",
                        "backoffLimit: 0, podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: DisruptionTarget, status: 'True'}]}]}",
                        steps(isCreated(), podRuns(), podIsTakenAway("PreemptionByScheduler"), podRuns(), podEnds(0)),
                        told("started", "Succeeded CompletionsReached, exit 0")),
                JobCase.of(
                        "its pod is evicted, and that is its end",
                        "backoffLimit: 0",
                        steps(isCreated(), podRuns(), podIsTakenAway("TerminationByKubelet")),
                        told("started", "Failed BackoffLimitExceeded: Evicted, exit 143 of pod 1")),
                JobCase.of(
                        "its pod is preempted, and that is its end",
                        "backoffLimit: 0",
                        steps(isCreated(), podRuns(), podIsTakenAway("PreemptionByScheduler")),
                        told("started", "Failed BackoffLimitExceeded: Preempted, exit 143 of pod 1")),

                // People.
                JobCase.of(
                        "is deleted while it runs",
                        "backoffLimit: 0",
                        steps(isCreated(), podRuns(), isDeleted(BACKGROUND)),
                        told("started", "Cancelled Deleted")),
                JobCase.of(
                        "is deleted while it runs, its pods first",
                        "backoffLimit: 0",
                        steps(isCreated(), podRuns(), isDeleted(FOREGROUND)),
                        told("started", "Cancelled Deleted")),
                JobCase.of(
                        "is deleted when it has failed",
                        "backoffLimit: 0",
                        steps(isCreated(), podRuns(), podEnds(3), job -> job.awaitReported(2), isDeleted(FOREGROUND)),
                        told("started", "Failed BackoffLimitExceeded: Error, exit 3 of pod 1")),
                JobCase.of(
                        "is deleted and made again under its name",
                        "backoffLimit: 0",
                        steps(
                                isCreated(),
                                podRuns(),
                                isDeleted(BACKGROUND),
                                job -> job.awaitReported(2),
                                isCreated(),
                                podRuns(),
                                podEnds(0)),
                        told(
                                "started",
                                "Cancelled Deleted",
                                "started (Job 2)",
                                "Succeeded CompletionsReached, exit 0 (Job 2)")),

                // Side-cars, and Jobs that others make.
                JobCase.of(
                        "succeeds, and its side-car is killed after it",
                        "backoffLimit: 0",
                        SIDE_CAR,
                        steps(isCreated(), podRuns(), podEnds(0)),
                        told("started", "Succeeded CompletionsReached, exit 0")),
                JobCase.of(
                        "fails, and its side-car is killed after it",
                        "backoffLimit: 0",
                        SIDE_CAR,
                        steps(isCreated(), podRuns(), podEnds(3)),
                        told("started", "Failed BackoffLimitExceeded: Error, exit 3 of pod 1")),
                JobCase.ofCronJob(
                        "is one run of a CronJob",
                        steps(itsTimeHasCome(), podRuns(), podEnds(0)),
                        told("started", "Succeeded CompletionsReached, exit 0")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    @Execution(ExecutionMode.CONCURRENT)
    void jobIsReported(JobCase given) {
        String namespace = KUBERNETES.createNamespace("case");
        PolicyManifests policyManifests = new PolicyManifests(KUBERNETES.client(), namespace);
        policyManifests.webhookChannel("hook");
        policyManifests.notifiedTask("watch", given.watched());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> String.valueOf(policyManifests.ready(NotifiedTask.class, "watch"))
                        .startsWith("True"));
        JobUnderTest job = new JobUnderTest(KUBERNETES.client(), OPERATOR.relay(), namespace, given.manifest());

        given.steps().forEach(step -> step.happen(job));

        assertThat(job.awaitReported(given.told().size())).isEqualTo(given.told());
    }
}
