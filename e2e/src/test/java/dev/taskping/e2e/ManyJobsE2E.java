package dev.taskping.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.installation.Installation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every Job that ends is told of once, whoever is down meanwhile. */
@ExtendWith(InstalledTaskPing.class)
class ManyJobsE2E {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String BATCH = "batch";

    /** Scripts that print two megabytes of what a careless reader looks at again and again. */
    private static final List<String> HARD_TO_READ = List.of(
            "head -c 2000000 /dev/zero | tr '\\0' '\\r'",
            "head -c 2000000 /dev/zero | tr '\\0' '9'",
            "yes '<@@@' | tr -d '\\n' | head -c 2000000",
            "yes \"$(printf '\\342\\200\\250')\" | tr -d '\\n' | head -c 2000000",
            "yes \"$(printf '\\033]0;')\" | tr -d '\\n' | head -c 2000000",
            "head -c 2000000 /dev/urandom");

    private final Installation taskping;
    private final Jobs jobs;

    ManyJobsE2E(Installation taskping) {
        this.taskping = taskping;
        this.jobs = new Jobs(taskping.client(), taskping.namespace());
    }

    @BeforeEach
    void watch(TestInfo test) {
        taskping.client()
                .resource(Serialization.unmarshal(
                        """
                        apiVersion: taskping.dev/v1alpha1
                        kind: NotifiedTask
                        metadata:
                          name: many
                          namespace: %s
                        spec:
                          selector:
                            matchExpressions: [{key: batch, operator: Exists}]
                          notify:
                            - events: [Started, Finished]
                              channels: [{name: dashboard}]
                        """
                                .formatted(taskping.namespace()),
                        NotifiedTask.class))
                .serverSideApply();
    }

    /** Whoever was restarted here was restarted by the test, as another pod; but a leader that lost its Lease ends. */
    @AfterEach
    void nothingRestartsByItself() {
        assertThat(taskping.client()
                        .pods()
                        .inNamespace(Installation.SYSTEM_NAMESPACE)
                        .list()
                        .getItems())
                .flatExtracting(pod -> pod.getStatus().getContainerStatuses())
                .filteredOn(container -> container.getRestartCount() > 0)
                .allSatisfy(container -> assertThat(
                                container.getLastState().getTerminated().getMessage())
                        .as("the end of %s", container.getName())
                        .contains("Lost the Lease"));
    }

    @AfterEach
    void remove() {
        taskping.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(taskping.namespace())
                .withLabel(BATCH)
                .withTimeout(60, TimeUnit.SECONDS)
                .delete();
    }

    @Test
    void hundredJobsAtOnceAndAReplayAreReportedOnce() {
        run("hundred", 100);
        Map<String, JsonNode> told = new Deliveries(taskping.phone(), "hundred-").awaitOnceEach(100, PATIENCE);
        told.forEach(ManyJobsE2E::assertRight);

        restart("operator");
        restart("relay");
        // Something new arrives after the restarts, so that the comparison has certainly happened.
        run("sentinel", 1);
        new Deliveries(taskping.phone(), "sentinel-").awaitOnceEach(1, PATIENCE);
        new Deliveries(taskping.phone(), "hundred-").assertOnceEach();
    }

    @Test
    void jobDeletedAtItsEndIsReported() {
        var job = jobs.job("vanishing-0", Map.of(BATCH, "vanishing"), "echo number 0; exit 0");
        job.getSpec().setTtlSecondsAfterFinished(0);
        taskping.client().resource(job).create();
        new Deliveries(taskping.phone(), "vanishing-")
                .awaitOnceEach(1, PATIENCE)
                .values()
                .forEach(event ->
                        assertThat(event.at("/data/outcome/result").asText()).isEqualTo("Succeeded"));
        Awaitility.await().atMost(PATIENCE).until(() -> jobs.list(BATCH, "vanishing")
                .isEmpty());
    }

    @Test
    void fiftyJobsThatEndWhileTheOperatorIsDownAreReported() {
        create("unwatched", 50);
        kill("operator");
        taskping.scale("operator", 0);
        jobs.awaitEnded(BATCH, "unwatched", 50);
        taskping.scale("operator", 2);
        new Deliveries(taskping.phone(), "unwatched-")
                .awaitOnceEach(50, PATIENCE)
                .forEach(ManyJobsE2E::assertRight);
    }

    @Test
    void fiftyJobsThatEndWhileTheRelayIsDownAreReported() {
        kill("relay");
        taskping.scale("relay", 0);
        long down = System.nanoTime();
        run("unheard", 50);
        Awaitility.await("a minute to pass")
                .atMost(Duration.ofMinutes(2))
                .until(() -> System.nanoTime() - down > TimeUnit.MINUTES.toNanos(1));
        taskping.scale("relay", 1);
        new Deliveries(taskping.phone(), "unheard-").awaitOnceEach(50, PATIENCE).forEach(ManyJobsE2E::assertRight);
    }

    @Test
    void runningJobDeletedWhileTheOperatorIsDownIsReportedAsCancelled() {
        jobs.run("deleted-0", Map.of(BATCH, "deleted"), "sleep 600");
        Awaitility.await("the start to be told").atMost(PATIENCE).until(() -> taskping.phone()
                .webhookEvents()
                .anyMatch(event -> event.path("type").asText().equals("dev.taskping.task.started.v1")
                        && event.at("/data/task/name").asText().equals("deleted-0")));
        kill("operator");
        taskping.scale("operator", 0);
        remove();
        taskping.scale("operator", 2);
        new Deliveries(taskping.phone(), "deleted-")
                .awaitOnceEach(1, PATIENCE)
                .values()
                .forEach(event ->
                        assertThat(event.at("/data/outcome/result").asText()).isEqualTo("Cancelled"));
    }

    @Test
    @Attack(
            by = Attacker.PROGRAM,
            tries =
                    "to keep the operator busy by megabytes of carriage returns, digits, mentions, line separators or escapes in logs",
            gets = "each Job is reported, and another one's end within seconds")
    void logsThatAreHardToReadDelayNoOtherJob() {
        for (int number = 0; number < HARD_TO_READ.size(); number++) {
            jobs.run("hard-" + number, Map.of(BATCH, "hard"), HARD_TO_READ.get(number) + "; exit 1");
        }
        jobs.awaitEnded(BATCH, "hard", HARD_TO_READ.size());
        run("easy", 1);
        new Deliveries(taskping.phone(), "easy-").awaitOnceEach(1, Duration.ofSeconds(30));
        new Deliveries(taskping.phone(), "hard-").awaitOnceEach(HARD_TO_READ.size(), PATIENCE);
    }

    /** Every fifth fails with the exit code 3; each prints its number last. */
    private void create(String batch, int count) {
        for (int number = 0; number < count; number++) {
            jobs.run(
                    batch + "-" + number,
                    Map.of(BATCH, batch),
                    "echo begin; echo number " + number + "; exit " + (number % 5 == 4 ? 3 : 0));
        }
    }

    private void run(String batch, int count) {
        create(batch, count);
        jobs.awaitEnded(BATCH, batch, count);
    }

    private static void assertRight(String name, JsonNode event) {
        int number = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
        boolean fails = number % 5 == 4;
        assertThat(event.at("/data/outcome/result").asText()).as(name).isEqualTo(fails ? "Failed" : "Succeeded");
        assertThat(event.at("/data/outcome/exitCode").asInt(-1)).as(name).isEqualTo(fails ? 3 : 0);
        assertThat(event.at("/data/log/tail").asText()).as(name).endsWith("number " + number);
    }

    /** Ends the component's pods as a power cut would. */
    private void kill(String component) {
        taskping.client()
                .pods()
                .inNamespace(Installation.SYSTEM_NAMESPACE)
                .withLabel("app.kubernetes.io/component", component)
                .withGracePeriod(0)
                .delete();
    }

    private void restart(String component) {
        kill(component);
        taskping.client()
                .apps()
                .deployments()
                .inNamespace(Installation.SYSTEM_NAMESPACE)
                .withName("taskping-" + component)
                .waitUntilReady(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
