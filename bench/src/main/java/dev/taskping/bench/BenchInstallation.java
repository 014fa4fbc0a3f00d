package dev.taskping.bench;

import dev.taskping.bench.load.BareWatchLoop;
import dev.taskping.bench.load.JobWriter;
import dev.taskping.bench.load.WebhookReceiver;
import dev.taskping.bench.report.Report;
import dev.taskping.bench.report.Table;
import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.testkit.process.ServiceProcess;
import dev.taskping.testkit.testbed.TestBed;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * TaskPing with one relay and one operator, a receiver of its messages and one of the bare loop's. Both are warm when they
 * are measured: classes loaded, code compiled, connections open.
 */
public final class BenchInstallation implements AutoCloseable {

    /** Where Jobs end that TaskPing tells of. */
    public static final String NAMESPACE = "bench";

    /** Where Jobs end that the bare loop tells of. */
    public static final String FLOOR_NAMESPACE = "bench-floor";

    private static final String LEASE = "taskping-operator";
    private static final int WARM_UP = 500;
    private static final int SLICES = 5;

    private final TestBed testBed;
    private final WebhookReceiver webhookReceiver = new WebhookReceiver();
    private final JobWriter writer;

    private BenchInstallation(TestBed testBed) {
        this.testBed = testBed;
        this.writer = new JobWriter(testBed.client());
    }

    /** One that is ready, with a namespace whose Jobs are told of. */
    public static BenchInstallation start() {
        BenchInstallation benchInstallation = new BenchInstallation(TestBed.start(JvmOptions.settings()));
        try {
            benchInstallation.watch(NAMESPACE);
            return benchInstallation;
        } catch (RuntimeException e) {
            benchInstallation.close();
            throw e;
        }
    }

    /** Makes a namespace with a channel that ends at the receiver and a NotifiedTask for its Jobs. */
    public void watch(String namespace) {
        createNamespace(namespace);
        KubernetesClient client = client();
        client.load(BenchInstallation.class.getResourceAsStream("/watch.yaml"))
                .inNamespace(namespace)
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
                                .formatted(namespace, webhookReceiver.url()),
                        NotificationChannel.class))
                .create();
        awaitTasks(namespace);
    }

    /** Waits until the operator is ready for the NotifiedTasks of a namespace. */
    public void awaitTasks(String namespace) {
        Awaitility.await("the NotifiedTask of " + namespace + " to be ready")
                .atMost(Duration.ofMinutes(1))
                .until(() -> client().resources(NotifiedTask.class).inNamespace(namespace).list().getItems().stream()
                        .allMatch(task -> task.getStatus() != null
                                && task.getStatus().conditions().stream()
                                        .anyMatch(condition -> "True".equals(condition.getStatus()))));
    }

    /** Makes a namespace that admits pods. */
    public void createNamespace(String name) {
        client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        // Pods are admitted only where there is one.
        client().resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("default")
                        .withNamespace(name)
                        .endMetadata()
                        .build())
                .create();
    }

    /** Ends some Jobs in slices and waits for their messages. */
    public void warmUp() {
        for (int slice = 0; slice < SLICES; slice++) {
            webhookReceiver.await(
                    writer.end(writer.create(NAMESPACE, "warm-up-" + slice, WARM_UP / SLICES))
                            .written()
                            .keySet(),
                    Duration.ofMinutes(1));
        }
    }

    /**
     * Measures the bare loop while no operator runs, then starts the operator again.
     *
     * @param work what to do with a loop that is warm; its namespace is {@link #FLOOR_NAMESPACE}
     */
    public <T> T withFloorAlone(FloorWork<T> work) {
        operator().terminate();
        createNamespace(FLOOR_NAMESPACE);
        try (WebhookReceiver floorReceiver = new WebhookReceiver();
                BareWatchLoop bareWatchLoop = new BareWatchLoop(client(), FLOOR_NAMESPACE, floorReceiver.url())) {
            floorReceiver.await(
                    writer.end(writer.create(FLOOR_NAMESPACE, "warm-up", WARM_UP, JobWriter.Pods.NONE))
                            .written()
                            .keySet(),
                    Duration.ofMinutes(1));
            return work.run(floorReceiver);
        } finally {
            operator().start();
            operator().awaitReady();
        }
    }

    /** Something done while the bare loop runs alone. */
    @FunctionalInterface
    public interface FloorWork<T> {
        /** Does it; the loop posts to this receiver. */
        T run(WebhookReceiver floorReceiver);
    }

    /** Does something and reports what every process spent on it. */
    public <T> T accounted(Report report, String title, int jobs, Supplier<T> work) {
        ProcessUsage before = usage();
        long began = System.nanoTime();
        T result = work.get();
        double seconds = (System.nanoTime() - began) / 1e9;
        ProcessUsage after = usage();
        Table table = new Table(
                title + ": " + jobs + " Jobs in " + Math.round(seconds * 10) / 10.0 + " s",
                "process",
                "CPU s",
                "CPU ms a Job",
                "resident MiB");
        after.cpuSince(before)
                .forEach((part, cpu) -> table.row(
                        part,
                        cpu,
                        cpu * 1000 / jobs,
                        Math.rint(after.residentMebibytes().getOrDefault(part, 0.0))));
        report.add(table);
        return result;
    }

    private ProcessUsage usage() {
        return ProcessUsage.of(Map.of(operator().pid(), "operator", relay().pid(), "relay"));
    }

    /** All of its parts. */
    public TestBed stand() {
        return testBed;
    }

    /** Creates and ends Jobs. */
    public JobWriter writer() {
        return writer;
    }

    /** Where TaskPing's messages arrive. */
    public WebhookReceiver receiver() {
        return webhookReceiver;
    }

    /** The API server's client. */
    public KubernetesClient client() {
        return testBed.client();
    }

    /** The operator's process. */
    public ServiceProcess operator() {
        return testBed.operators().getFirst();
    }

    /** The relay's process. */
    public ServiceProcess relay() {
        return testBed.relays().getFirst();
    }

    /** Who holds the operator's Lease; empty if nobody does. */
    public String leader() {
        Lease lease =
                client().leases().inNamespace(TestBed.NAMESPACE).withName(LEASE).get();
        return lease == null || lease.getSpec().getHolderIdentity() == null
                ? ""
                : lease.getSpec().getHolderIdentity();
    }

    @Override
    public void close() {
        List.<AutoCloseable>of(testBed, webhookReceiver).forEach(BenchInstallation::close);
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException("The installation could not be taken down", e);
        }
    }
}
