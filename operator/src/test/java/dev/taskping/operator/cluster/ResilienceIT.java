package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.testkit.cluster.JobDriver;
import dev.taskping.testkit.cluster.KubernetesControlPlane;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nothing is lost and nothing is told twice, whoever fails. */
@ExtendWith(RunningOperator.None.class)
class ResilienceIT {

    @RegisterExtension
    static final KubernetesControlPlane KUBERNETES = new KubernetesControlPlane();

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Map<String, String> LABELS = Map.of("team", "ml");

    private SimulatedRelay relay;
    private RestartingOperator operator;
    private String leaseNamespace = "";
    private String namespace = "";
    private JobDriver jobs;

    @BeforeEach
    void prepare() {
        relay = SimulatedRelay.start();
        leaseNamespace = KUBERNETES.createNamespace("operator");
        namespace = KUBERNETES.createNamespace("jobs");
        jobs = new JobDriver(KUBERNETES.client(), namespace);
        startOperator();
        PolicyManifests policyManifests = new PolicyManifests(KUBERNETES.client(), namespace);
        policyManifests.webhookChannel("hook");
        policyManifests.notifiedTask("team", "selector: {matchLabels: {team: ml}}");
        await().atMost(PATIENCE).until(() -> {
            String ready = policyManifests.ready(NotifiedTask.class, "team");
            return ready != null && ready.startsWith("True");
        });
    }

    @AfterEach
    void stop() {
        operator.close();
        relay.close();
    }

    private void startOperator() {
        operator = RestartingOperator.start(KUBERNETES.kubeconfig(), relay.uri(), leaseNamespace);
        await().atMost(PATIENCE).until(relay::isTunnelOpen);
    }

    private void killOperator() {
        operator.kill();
        await().atMost(PATIENCE).until(() -> !relay.isTunnelOpen());
    }

    private List<String> create(int count) {
        List<String> names =
                IntStream.range(0, count).mapToObj(i -> "train-" + i).toList();
        together(names, name -> jobs.create(name, LABELS));
        return names;
    }

    private static void together(List<String> names, java.util.function.Consumer<String> action) {
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            names.forEach(name -> threads.execute(() -> action.accept(name)));
        }
    }

    private void assertEachToldOnce(List<String> names) {
        await().atMost(PATIENCE).until(() -> relay.finished(namespace).size() >= names.size());
        assertThat(relay.finished(namespace))
                .extracting(event -> event.data().task().name())
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void hundredJobsThatEndTogetherAreReportedOnceAlsoAfterARestart() {
        List<String> names = create(100);
        together(names, jobs::complete);
        assertEachToldOnce(names);

        killOperator();
        startOperator();
        await().atMost(PATIENCE).until(() -> operator.log().contains("the relay lacked 0 events"));
        jobs.create("last", LABELS);
        jobs.complete("last");

        await().atMost(PATIENCE).until(() -> relay.finished(namespace, "last").isPresent());
        assertThat(relay.finished(namespace)).hasSize(101);
    }

    @Test
    void jobsThatEndWhileTheOperatorIsDownAreReportedOnce() {
        List<String> names = create(50);
        killOperator();
        together(names, jobs::complete);

        startOperator();

        assertEachToldOnce(names);
    }

    /** What PolicyCatalogTest holds for the moment of stopping, seen from outside; the moment itself is hit by chance. */
    @Test
    void jobsThatEndWhileTheOperatorStopsKeepTheirRoute() throws InterruptedException {
        List<String> names = create(60);
        together(names, jobs::run);
        await().atMost(PATIENCE).until(() -> relay.received(namespace).size() == names.size());

        try (ExecutorService background = Executors.newSingleThreadExecutor()) {
            background.execute(() -> together(names, jobs::complete));
            await().atMost(PATIENCE).until(() -> !relay.finished(namespace).isEmpty());
            assertThat(operator.terminate(15)).as("ended by itself").isTrue();
        }
        startOperator();

        assertEachToldOnce(names);
        assertThat(relay.finished(namespace))
                .allSatisfy(event -> assertThat(event.data().route())
                        .as(event.data().task().name())
                        .hasSize(1));
    }

    @Test
    void jobThatIsDeletedWhileTheOperatorIsDownIsReportedAsCancelled() {
        jobs.create("train", LABELS);
        await().atMost(PATIENCE)
                .until(() -> KUBERNETES
                                .client()
                                .leases()
                                .inNamespace(leaseNamespace)
                                .withName("taskping-operator-jobs")
                                .get()
                        != null);
        jobs.run("train");
        await().atMost(PATIENCE).until(() -> relay.received(namespace).size() == 1);
        killOperator();
        jobs.delete("train");

        startOperator();

        await().atMost(PATIENCE).until(() -> !relay.finished(namespace).isEmpty());
        TaskEvent end = relay.finished(namespace).getFirst();
        assertThat(end.data().outcome().result()).isEqualTo(Result.CANCELLED);
        assertThat(end.data().outcome().reason()).isEqualTo("Deleted");
        assertThat(end.data().route()).hasSize(1);
    }

    @Test
    void jobThatIsDeletedWithoutALeaderIsReportedByTheStandby() {
        try (OperatorProcess standby = OperatorProcess.start(KUBERNETES.kubeconfig(), relay.uri(), leaseNamespace)) {
            await().atMost(PATIENCE).until(() -> standby.log().contains("Installed features"));
            List<String> running = create(2);
            running.forEach(jobs::run);
            await().atMost(PATIENCE).until(() -> relay.received(namespace).size() == 2);
            killOperator();
            jobs.complete("train-0");
            jobs.create("short", LABELS);
            jobs.run("short");
            jobs.fail("short");
            List.of("train-0", "train-1", "short").forEach(jobs::delete);

            assertEachToldOnce(List.of("train-0", "train-1", "short"));
        }
        assertThat(relay.finished(namespace))
                .extracting(
                        event -> event.data().task().name(),
                        event -> event.data().outcome().result())
                .containsExactlyInAnyOrder(
                        tuple("train-0", Result.SUCCEEDED),
                        tuple("train-1", Result.CANCELLED),
                        tuple("short", Result.FAILED));
    }

    @Test
    void jobsThatEndWhileTheRelayIsAwayAreReportedOnce() {
        List<String> names = create(50);
        relay.away(true);
        together(names, jobs::complete);
        jobs.delete("train-0");
        jobs.delete("train-1");
        await().atMost(PATIENCE).until(() -> operator.log().contains("Cannot send events to the relay (attempt 1)"));

        relay.away(false);

        assertEachToldOnce(names);
        assertThat(relay.finished(namespace))
                .extracting(event -> event.data().outcome().result())
                .containsOnly(Result.SUCCEEDED);
    }

    @Test
    void stoppedOperatorReleasesItsLease() throws InterruptedException {
        assertThat(operator.terminate(10)).as("ended by itself").isTrue();

        assertThat(KUBERNETES
                        .client()
                        .leases()
                        .inNamespace(leaseNamespace)
                        .withName("taskping-operator")
                        .get()
                        .getSpec()
                        .getHolderIdentity())
                .isNullOrEmpty();
    }
}
