package dev.taskping.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.taskping.crds.NotificationChannel;
import dev.taskping.crds.NotifiedTask;
import dev.taskping.testkit.process.ServiceProcess;
import dev.taskping.testkit.stand.Stand;
import dev.taskping.testkit.stand.StandSettings;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * The budget "a burst of 1,000 Jobs ending at once, drained in 2 s": a real API server, the packaged operator and relay with a
 * real PostgreSQL, a webhook as the destination; beside it the floor. Prints a table and writes JSON.
 */
public final class Burst {

    private static final String NAMESPACE = "bench";

    private final int jobs;

    private Burst(int jobs) {
        this.jobs = jobs;
    }

    /** {@code Burst [JOBS]}, from the repository's root. */
    public static void main(String[] arguments) throws IOException {
        int jobs = arguments.length == 0 ? 1000 : Integer.parseInt(arguments[0]);
        new Burst(jobs).run();
    }

    private void run() throws IOException {
        StandSettings settings = StandSettings.of(1, 1, Path.of("bench/target"));
        try (Stand stand = Stand.start(settings);
                Receiver receiver = new Receiver();
                Receiver floorReceiver = new Receiver()) {
            prepare(stand.client(), receiver);
            measure(
                    stand.client(),
                    receiver,
                    floorReceiver,
                    stand.operators().getFirst(),
                    stand.relays().getFirst());
        }
    }

    private void prepare(KubernetesClient client, Receiver receiver) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        client.load(Burst.class.getResourceAsStream("/burst.yaml"))
                .inNamespace(NAMESPACE)
                .create();
        client.resource(Serialization.unmarshal(
                        """
                        apiVersion: taskping.dev/v1alpha1
                        kind: NotificationChannel
                        metadata: {name: sink, namespace: %s}
                        spec:
                          type: webhook
                          secretRef: {name: sink}
                          webhook: {url: "%s"}
                        """
                                .formatted(NAMESPACE, receiver.url()),
                        NotificationChannel.class))
                .create();
    }

    private void measure(
            KubernetesClient client,
            Receiver receiver,
            Receiver floorReceiver,
            ServiceProcess operator,
            ServiceProcess relay)
            throws IOException {
        Awaitility.await("the NotifiedTask to be ready")
                .atMost(Duration.ofMinutes(1))
                .until(() -> client.resources(NotifiedTask.class).inNamespace(NAMESPACE).list().getItems().stream()
                        .allMatch(task -> task.getStatus() != null
                                && task.getStatus().conditions().stream()
                                        .anyMatch(condition -> "True".equals(condition.getStatus()))));
        JobFinisher finisher = new JobFinisher(client, NAMESPACE, 32);
        // Warm: classes loaded, connections open, code compiled.
        awaitHeard(receiver, finisher.finish(finisher.create("warm-up", 200)));

        Duration before = operator.processorTime();
        List<Job> burst = finisher.create("burst", jobs);
        Map<String, Long> written;
        try (Floor floor = new Floor(client, NAMESPACE, floorReceiver.url())) {
            written = finisher.finish(burst);
            awaitHeard(receiver, written);
            awaitHeard(floorReceiver, written);
        }
        BurstReport report = new BurstReport(
                jobs,
                Latencies.of(written, floorReceiver.firstHeard()),
                Latencies.of(written, receiver.firstHeard()),
                receiver.doubled(),
                operator.residentMebibytes(),
                operator.peakMebibytes(),
                (double) operator.processorTime().minus(before).toMillis() / jobs,
                relay.residentMebibytes());
        String json =
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report);
        Files.writeString(Path.of("bench/target/burst.json"), json);
        System.out.println(report.table());
    }

    private static void awaitHeard(Receiver receiver, Map<String, Long> written) {
        Awaitility.await(written.size() + " messages")
                .atMost(Duration.ofMinutes(2))
                .until(() -> receiver.firstHeard().keySet().containsAll(written.keySet()));
    }
}
