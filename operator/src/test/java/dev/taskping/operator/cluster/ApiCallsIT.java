package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.testkit.cluster.ControlPlane;
import dev.taskping.testkit.cluster.JobDriver;
import dev.taskping.testkit.cluster.KubernetesControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Job that ends costs the API server, by the API server's own audit log. */
class ApiCallsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int JOBS = 100;
    private static final String LEASE = "leases";
    private static final String STATUS = "patch notifiedtasks/status";
    private static final String POLICY =
            """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived, ResponseStarted]
            rules: [{level: Metadata, userGroups: ['system:serviceaccounts']}]
            """;

    private static final Set<String> FROM_TIME_TO_TIME =
            Set.of("get secrets", "patch notificationchannels/status", "list launches", "list launchtemplates");

    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void finishedJobCostsOneRequestAndASecondOnlyIfItsPodsEndWasMissed() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
        Path audit = folder.resolve("audit.log");
        try (ControlPlane cluster =
                        ControlPlane.startWith(List.of("--audit-policy-file=" + policy, "--audit-log-path=" + audit));
                SimulatedRelay relay = SimulatedRelay.start()) {
            cluster.apply(KubernetesControlPlane.TASKPING_DEFINITIONS);
            ServiceAccount account = ServiceAccount.create(cluster, cluster.createNamespace("operator"));
            int port = URI.create(cluster.apiServer()).getPort();
            String namespace = cluster.createNamespace("jobs");
            JobDriver jobs = new JobDriver(cluster.client(), namespace);
            List<String> unseen = create(jobs, "unseen");
            try (OperatorProcess operator =
                    OperatorProcess.start(account.kubeconfig(folder, port), relay.uri(), account.namespace())) {
                await().atMost(PATIENCE).until(relay::isTunnelOpen);
                watch(cluster, namespace);
                Calls calls = () -> calls(audit, account.userName());

                await().atMost(PATIENCE).until(() -> status(cluster, namespace).active() == JOBS);
                assertThat(spent(cluster, relay, calls, jobs, namespace, unseen))
                        .containsOnly(Map.entry("list pods", (long) JOBS), Map.entry("get pods/log", (long) JOBS));

                List<String> seen = create(jobs, "seen");
                await().atMost(PATIENCE).until(() -> status(cluster, namespace).active() == JOBS);
                await().atMost(PATIENCE).until(() -> endedPods(operator) == JOBS);
                assertThat(spent(cluster, relay, calls, jobs, namespace, seen))
                        .containsOnly(Map.entry("get pods/log", (long) JOBS));
            }
        }
    }

    private interface Calls {
        Map<String, Long> count();
    }

    private static void watch(ControlPlane cluster, String namespace) {
        PolicyManifests policyManifests = new PolicyManifests(cluster.client(), namespace);
        policyManifests.webhookChannel("hook");
        policyManifests.notifiedTask("watch", "selector: {matchLabels: {team: ml}}");
        await().atMost(PATIENCE).until(() -> String.valueOf(policyManifests.ready(NotifiedTask.class, "watch"))
                .startsWith("True"));
    }

    /** Jobs that go on, though the pod of each has ended. */
    private static List<String> create(JobDriver jobs, String prefix) {
        List<String> names = IntStream.range(0, JOBS)
                .mapToObj(number -> prefix + "-" + number)
                .toList();
        names.forEach(name -> jobs.create(name, Map.of("team", "ml")));
        names.forEach(name -> jobs.addPod(name, name + "-0", 0, "Completed"));
        return names;
    }

    /** How many pods the operator saw end. */
    private static long endedPods(OperatorProcess operator) {
        return operator.log()
                .lines()
                .filter(line -> line.endsWith(" has ended"))
                .count();
    }

    /** What it costs that these Jobs end, status writes, the Lease and the channel's Secret apart. */
    private static Map<String, Long> spent(
            ControlPlane cluster,
            SimulatedRelay relay,
            Calls calls,
            JobDriver jobs,
            String namespace,
            List<String> names) {
        int told = relay.finished(namespace).size() + names.size();
        Map<String, Long> before = calls.count();
        long begun = System.nanoTime();

        names.forEach(jobs::complete);
        await().atMost(PATIENCE).until(() -> relay.finished(namespace).size() == told);
        await().atMost(PATIENCE).until(() -> status(cluster, namespace).succeeded() == told);

        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds() + 1;
        Map<String, Long> spent = new TreeMap<>(calls.count());
        before.forEach((call, count) -> spent.merge(call, -count, Long::sum));
        spent.values().removeIf(count -> count == 0);
        assertThat(spent.getOrDefault(STATUS, 0L))
                .as("status writes in %d s", seconds)
                .isBetween(1L, seconds + 1);
        spent.remove(STATUS);
        // The channel and old Launches are looked at from time to time, whatever Jobs do; a channel's news is an Event.
        spent.keySet()
                .removeIf(call -> call.endsWith(LEASE)
                        || FROM_TIME_TO_TIME.contains(call)
                        || (call.equals("create events") && spent.get(call) == 1));
        return spent;
    }

    private static dev.taskping.crds.notifiedtask.NotifiedTaskStatus status(ControlPlane cluster, String namespace) {
        return cluster.client()
                .resources(NotifiedTask.class)
                .inNamespace(namespace)
                .withName("watch")
                .require()
                .getStatus();
    }

    /** How often what was asked for by that user, such as {@code list pods}; watches are not counted. */
    private Map<String, Long> calls(Path audit, String user) {
        try {
            return Files.readAllLines(audit).stream()
                    .map(this::read)
                    .filter(event -> user.equals(event.at("/user/username").asText())
                            && !"watch".equals(event.path("verb").asText())
                            && event.has("objectRef"))
                    .collect(Collectors.groupingBy(ApiCallsIT::describe, Collectors.counting()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String describe(JsonNode event) {
        String part = event.at("/objectRef/subresource").asText();
        return event.path("verb").asText() + " "
                + event.at("/objectRef/resource").asText() + (part.isEmpty() ? "" : "/" + part);
    }

    private JsonNode read(String line) {
        try {
            return json.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
