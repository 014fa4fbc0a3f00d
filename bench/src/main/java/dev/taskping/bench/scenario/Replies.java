package dev.taskping.bench.scenario;

import dev.taskping.bench.BenchInstallation;
import dev.taskping.bench.ScenarioSize;
import dev.taskping.bench.ScenarioSizes;
import dev.taskping.bench.load.PairedPeople;
import dev.taskping.bench.load.PairedPeople.Press;
import dev.taskping.bench.report.Budget;
import dev.taskping.bench.report.Latencies;
import dev.taskping.bench.report.Report;
import dev.taskping.bench.report.Table;
import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.launch.Launch;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * From a button pressed on a phone to the Job in the cluster: the relay polls the bot's updates, decides, writes down, and sends
 * the command through the tunnel; the operator makes the Launch and of that the Job. The time ends when a watch of Jobs brings
 * the Job.
 */
public final class Replies implements Scenario {

    private static final String NAMESPACE = "replies";
    private static final int PEOPLE = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Nobody may ask for more than 20 things a minute, and a chat gets one message a second. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    @Override
    public String name() {
        return "replies";
    }

    @Override
    public void run(ScenarioSizes scenarioSizes, Report report) {
        int presses = scenarioSizes.of(ScenarioSize.REPLY_PRESSES);
        try (BenchInstallation benchInstallation = BenchInstallation.start()) {
            benchInstallation.createNamespace(NAMESPACE);
            PairedPeople pairedPeople = prepare(benchInstallation);
            Map<String, Long> created = new ConcurrentHashMap<>();
            try (Watch watch = watchJobs(benchInstallation.client(), created)) {
                round(benchInstallation, pairedPeople, "warm-up");
                Map<Press, Long> pressed = new HashMap<>();
                benchInstallation.accounted(report, "replies", presses, () -> {
                    for (int number = 0; number < presses / PEOPLE; number++) {
                        pressed.putAll(round(benchInstallation, pairedPeople, "answered-" + number));
                    }
                    awaitJobs(benchInstallation, created, pressed.size() + PEOPLE);
                    return watch;
                });
                Latencies latencies = latencies(benchInstallation.client(), pressed, created);
                report.add(new Table("From a button to its Job", "presses", "p50 ms", "p99 ms", "slowest ms", "lost")
                        .row(presses, latencies.p50(), latencies.p99(), latencies.slowest(), latencies.lost()));
                report.hold(Budget.REPLY_P50, latencies.p50());
                report.hold(Budget.REPLY_P99, latencies.p99());
                report.hold(Budget.REPLY_LOST, latencies.lost() + created.size() - PEOPLE - latencies.count());
            }
        }
    }

    private static PairedPeople prepare(BenchInstallation benchInstallation) {
        benchInstallation
                .client()
                .load(Replies.class.getResourceAsStream("/replies.yaml"))
                .inNamespace(NAMESPACE)
                .create();
        benchInstallation
                .client()
                .resource(
                        """
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: bot, namespace: %s, annotations: {taskping.dev/channels: telegram@127.0.0.1}}
                        stringData: {botToken: "%s"}
                        """
                                .formatted(
                                        NAMESPACE,
                                        benchInstallation.stand().telegram().token()))
                .create();
        PairedPeople pairedPeople = PairedPeople.pair(benchInstallation.stand(), NAMESPACE, PEOPLE);
        benchInstallation
                .client()
                .resource(
                        """
                        apiVersion: taskping.dev/v1alpha1
                        kind: NotifiedTask
                        metadata: {name: answered, namespace: %s}
                        spec:
                          selector: {matchLabels: {bench: "yes"}}
                          notify: [{channels: [%s]}]
                          next: [{template: evaluate}]
                        """
                                .formatted(
                                        NAMESPACE,
                                        pairedPeople.names().stream()
                                                .map(name -> "{name: " + name + "}")
                                                .collect(Collectors.joining(", "))))
                .create();
        benchInstallation.awaitTasks(NAMESPACE);
        return pairedPeople;
    }

    private static Map<Press, Long> round(BenchInstallation benchInstallation, PairedPeople pairedPeople, String name) {
        benchInstallation.writer().end(benchInstallation.writer().create(NAMESPACE, name, 1));
        pairedPeople.awaitMessages(name + "-0");
        try {
            return pairedPeople.pressAll(name + "-0", PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while pressing buttons", e);
        }
    }

    private static void awaitJobs(BenchInstallation benchInstallation, Map<String, Long> created, int count) {
        Awaitility.await(count + " Jobs in " + NAMESPACE).atMost(PATIENCE).until(() -> created.size() >= count);
    }

    private static Watch watchJobs(KubernetesClient client, Map<String, Long> created) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(NAMESPACE)
                .withLabel(WellKnownNames.LAUNCH_LABEL)
                .watch(new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, Job job) {
                        if (action == Action.ADDED) {
                            created.putIfAbsent(
                                    job.getMetadata().getLabels().get(WellKnownNames.LAUNCH_LABEL), System.nanoTime());
                        }
                    }

                    @Override
                    public void onClose(WatcherException cause) {
                        throw new IllegalStateException("The watch of Jobs ended", cause);
                    }
                });
    }

    /** A Launch says by whom and after which Job it was asked for. */
    private static Latencies latencies(
            KubernetesClient client, Map<Press, Long> pressed, Map<String, Long> createdByLaunch) {
        List<Launch> launches =
                client.resources(Launch.class).inNamespace(NAMESPACE).list().getItems();
        Map<String, Long> written = new HashMap<>();
        pressed.forEach((press, at) -> written.put(press.toString(), at));
        Map<String, Long> heard = new HashMap<>();
        for (Launch launch : launches) {
            Long at = createdByLaunch.get(launch.getMetadata().getName());
            Press press = new Press(
                    launch.getSpec().requestedBy().name(),
                    String.valueOf(
                            Objects.requireNonNull(launch.getSpec().cause()).taskName()));
            if (at != null) {
                heard.put(press.toString(), at);
            }
        }
        return Latencies.of(written, heard);
    }
}
