package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.testkit.cluster.ControlPlane;
import dev.taskping.testkit.cluster.JobDriver;
import dev.taskping.testkit.cluster.KubernetesControlPlane;
import dev.taskping.testkit.network.TcpProxy;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An operator that loses sight of the API server misses nothing. This API server keeps no history to speak of: it watches
 * etcd directly, which forgets everything older than a second or two, so that whoever comes back is told 410 Gone.
 */
class WatchInterruptionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> LABELS = Map.of("team", "ml");

    @TempDir
    private static Path folder;

    private static ControlPlane controlPlane;
    private static TcpProxy network;

    private final SimulatedRelay relay = SimulatedRelay.start();
    private final ServiceAccount account =
            ServiceAccount.create(controlPlane, controlPlane.createNamespace("operator"));
    private final String namespace = controlPlane.createNamespace("watched");
    private final JobDriver jobs = new JobDriver(controlPlane.client(), namespace);
    private final RestartingOperator operator =
            RestartingOperator.start(account.kubeconfig(folder, network.port()), relay.uri(), account.namespace());

    @BeforeAll
    static void startControlPlane() {
        controlPlane = ControlPlane.startWith(List.of("--watch-cache=false", "--etcd-compaction-interval=1s"));
        controlPlane.apply(KubernetesControlPlane.TASKPING_DEFINITIONS);
        network = TcpProxy.to(List.of(URI.create(controlPlane.apiServer()).getPort()));
    }

    @AfterAll
    static void stopControlPlane() {
        network.close();
        controlPlane.close();
    }

    @BeforeEach
    void watch() {
        await().atMost(PATIENCE).until(relay::isTunnelOpen);
        PolicyManifests policyManifests = new PolicyManifests(controlPlane.client(), namespace);
        policyManifests.webhookChannel("hook");
        policyManifests.notifiedTask("watch", "selector: {matchLabels: {team: ml}}");
        await().atMost(PATIENCE).until(() -> String.valueOf(policyManifests.ready(NotifiedTask.class, "watch"))
                .startsWith("True"));
    }

    @AfterEach
    void stopOperator() {
        network.restore();
        operator.close();
        relay.close();
    }

    /** Another operator that reaches the API server through {@link #network}. */
    private static OperatorProcess start(ServiceAccount as, SimulatedRelay toldRelay, Map<String, String> more) {
        return OperatorProcess.start(as.kubeconfig(folder, network.port()), toldRelay.uri(), as.namespace(), more);
    }

    /** Cuts the operator off until etcd has forgotten where its watches stood. */
    private void whileTheWatchIsInterrupted(Runnable whatHappens) {
        network.cut();
        // A watch has come no further than a list, be it by a bookmark, and goes on with what came next.
        long next = 1
                + Long.parseLong(controlPlane
                        .client()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .list()
                        .getMetadata()
                        .getResourceVersion());
        whatHappens.run();
        await("etcd to forget").atMost(PATIENCE).until(() -> isForgotten(next));
        network.restore();
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private Outcome end(String name) {
        return await().atMost(PATIENCE)
                .until(() -> relay.finished(namespace, name), Optional::isPresent)
                .map(TaskEvent::data)
                .orElseThrow()
                .outcome();
    }

    /** A leader that ends meanwhile does not see that its watch is gone; then it is cut off again. */
    @Test
    void changesWhileConnectionsAreCutAreReportedOnce() {
        int times = 0;
        do {
            List<String> known = names("known-" + times + "-", 5);
            List<String> fresh = names("fresh-" + times + "-", 2);
            int toldBefore = relay.received(namespace).size();
            known.forEach(name -> jobs.create(name, LABELS));
            known.forEach(jobs::run);
            await().atMost(PATIENCE).until(() -> relay.received(namespace).size() == toldBefore + known.size());

            whileTheWatchIsInterrupted(() -> {
                known.forEach(jobs::complete);
                fresh.forEach(name -> jobs.create(name, LABELS));
                fresh.forEach(jobs::fail);
            });

            known.forEach(name -> assertThat(end(name).result()).isEqualTo(Result.SUCCEEDED));
            fresh.forEach(name -> assertThat(end(name).result()).isEqualTo(Result.FAILED));
            times++;
        } while (times < 2 || (times < 6 && !hasBeenGone()));

        assertThat(hasBeenGone()).as("410 Gone").isTrue();
        assertThat(relay.finished(namespace)).hasSize(7 * times);
    }

    private boolean hasBeenGone() {
        return operator.log().contains("restarting due to http gone");
    }

    /** The informer only finds that it is gone; the Job controller's Events know how it ended. */
    @Test
    void jobThatIsDeletedWhileTheWatchIsInterruptedIsReportedAsItEnded() {
        JobUnderTest job = train();
        Step.isCreated().happen(job);
        Step.podRuns().happen(job);

        whileTheWatchIsInterrupted(() -> endAndDelete(job));

        assertThat(job.awaitReported(2)).containsExactly("started", "Succeeded Completed");
    }

    private JobUnderTest train() {
        return new JobUnderTest(
                controlPlane.client(),
                relay,
                namespace,
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: train, labels: {team: ml}}
                spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: 'example.com/none:1'}]}}}
                """);
    }

    private void endAndDelete(JobUnderTest job) {
        Step.podEnds(0).happen(job);
        job.awaitJob(ended -> Objects.nonNull(ended.getStatus().getCompletionTime()));
        await().atMost(PATIENCE).until(() -> job.client.v1().events().inNamespace(namespace).list().getItems().stream()
                .anyMatch(event -> "Completed".equals(event.getReason())));
        Step.isDeleted(DeletionPropagation.BACKGROUND).happen(job);
    }

    /** What the next operator cannot replay it reads from the Job controller's Events, if the relay knows that the Job ran. */
    @Test
    void jobWhoseChangesTheApiServerHasForgottenIsReportedFromItsEvents() {
        JobUnderTest job = train();
        Step.isCreated().happen(job);
        Step.podRuns().happen(job);
        job.awaitReported(1);
        await().atMost(PATIENCE)
                .until(() -> controlPlane
                                .client()
                                .leases()
                                .inNamespace(account.namespace())
                                .withName("taskping-operator-jobs")
                                .get()
                        != null);
        operator.kill();
        whileTheWatchIsInterrupted(() -> endAndDelete(job));

        try (RestartingOperator next = RestartingOperator.start(
                account.kubeconfig(folder, network.port()), relay.uri(), account.namespace())) {
            assertThat(job.awaitReported(2)).containsExactly("started", "Succeeded Completed");
            assertThat(end("train").message()).contains("from the Job's Events");
            assertThat(next.log()).contains("no longer has the changes of Jobs");
        }
    }

    private boolean isForgotten(long resourceVersion) {
        ListOptions exactly = new ListOptionsBuilder()
                .withResourceVersion(Long.toString(resourceVersion))
                .withResourceVersionMatch("Exact")
                .build();
        try {
            controlPlane.client().batch().v1().jobs().inNamespace(namespace).list(exactly);
            return false;
        } catch (KubernetesClientException e) {
            return e.getCode() == 410;
        }
    }

    /** 429 Too Many Requests with Retry-After, by the API server's own priority and fairness. */
    @Test
    void tooManyRequestsAnswersLoseNothing() {
        List<String> names = names("train-", 60);
        names.forEach(name -> jobs.create(whosePodsAreListed(name)));
        names.forEach(name -> jobs.addPod(name, name + "-0", 3, "Error"));
        List<HasMetadata> crowd = crowd();
        crowd.forEach(resource -> controlPlane.client().resource(resource).create());
        try {
            await("the operator to be among the crowd").atMost(PATIENCE).until(this::isCrowded);

            names.parallelStream().forEach(jobs::fail);

            names.forEach(name -> assertThat(end(name))
                    .extracting(Outcome::result, Outcome::exitCode)
                    .containsExactly(Result.FAILED, 3));
            assertThat(relay.finished(namespace)).hasSize(names.size());
            assertThat(crowdCount("apiserver_flowcontrol_rejected_requests_total"))
                    .as("refused requests")
                    .isGreaterThan(10);
        } finally {
            crowd.forEach(resource -> controlPlane.client().resource(resource).delete());
        }
    }

    /** Its policy leaves failures out of the count, so that the pods that were seen may not be all. */
    private static Job whosePodsAreListed(String name) {
        return JobDriver.job(name, LABELS)
                .editSpec()
                .withNewPodFailurePolicy()
                .addNewRule()
                .withAction("Ignore")
                .withNewOnExitCodes()
                .withOperator("In")
                .withValues(42)
                .endOnExitCodes()
                .endRule()
                .endPodFailurePolicy()
                .endSpec()
                .build();
    }

    /** One place for all that the operator asks of pods and Jobs at the same time; whoever comes second is refused. */
    private List<HasMetadata> crowd() {
        return controlPlane
                .client()
                .load(new ByteArrayInputStream(
                        """
                        apiVersion: flowcontrol.apiserver.k8s.io/v1
                        kind: PriorityLevelConfiguration
                        metadata: {name: crowded}
                        spec:
                          type: Limited
                          limited: {nominalConcurrencyShares: 0, borrowingLimitPercent: 0, limitResponse: {type: Reject}}
                        ---
                        apiVersion: flowcontrol.apiserver.k8s.io/v1
                        kind: FlowSchema
                        metadata: {name: crowded}
                        spec:
                          matchingPrecedence: 2
                          priorityLevelConfiguration: {name: crowded}
                          rules:
                            - subjects: [{kind: ServiceAccount, serviceAccount: {name: default, namespace: %s}}]
                              resourceRules:
                                - {apiGroups: ['', batch], resources: ['*'], verbs: ['*'], namespaces: ['*'], clusterScope: true}
                        """
                                .formatted(account.namespace())
                                .getBytes(StandardCharsets.UTF_8)))
                .items();
    }

    private boolean isCrowded() {
        int port = URI.create(controlPlane.apiServer()).getPort();
        Config config = Config.fromKubeconfig(account.kubeconfig(folder, port).toFile());
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            client.pods().inNamespace(namespace).list();
        }
        return crowdCount("apiserver_flowcontrol_dispatched_requests_total") > 0;
    }

    private static double crowdCount(String metric) {
        return Metrics.of(controlPlane.client()).sum(metric, Map.of("flow_schema", "crowded"));
    }

    @Test
    void operatorWaitsForTheApiServerAtItsStart() throws Exception {
        network.stall();
        try (SimulatedRelay otherRelay = SimulatedRelay.start();
                OperatorProcess early = start(account, otherRelay, Map.of())) {
            await().atMost(PATIENCE).until(() -> early.log().contains("does not answer"));
            network.restore();
            await().atMost(PATIENCE).until(() -> liveness(early) == 200);
        }
    }

    /** A standby, as a leader that sees nothing loses its Lease and ends before. */
    @Test
    void operatorWithoutWatchIsNotAlive() throws Exception {
        ServiceAccount other = ServiceAccount.create(controlPlane, controlPlane.createNamespace("standby"));
        leadElsewhere(other.namespace());
        try (SimulatedRelay otherRelay = SimulatedRelay.start();
                OperatorProcess standby = start(other, otherRelay, Map.of("TASKPING_JOBS_BLIND_FOR", "3s"))) {
            await().atMost(PATIENCE).until(() -> liveness(standby) == 200);

            network.cut();

            await().atMost(PATIENCE).until(() -> liveness(standby) == 503);
            network.restore();
            await().atMost(PATIENCE).until(() -> liveness(standby) == 200);
        }
    }

    /** Whoever starts in that namespace is a standby. */
    private static void leadElsewhere(String leaseNamespace) {
        ZonedDateTime now = ZonedDateTime.now();
        controlPlane
                .client()
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace(leaseNamespace)
                        .withName("taskping-operator")
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity("somebody")
                        .withLeaseDurationSeconds(3600)
                        .withAcquireTime(now)
                        .withRenewTime(now)
                        .endSpec()
                        .build())
                .create();
    }

    private static int liveness(OperatorProcess operator) throws InterruptedException {
        Optional<Integer> port = operator.port();
        if (port.isEmpty()) {
            return 0;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.get() + "/q/health/live"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }
}
