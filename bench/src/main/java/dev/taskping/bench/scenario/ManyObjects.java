package dev.taskping.bench.scenario;

import dev.taskping.bench.BenchInstallation;
import dev.taskping.bench.ScenarioSize;
import dev.taskping.bench.ScenarioSizes;
import dev.taskping.bench.report.Budget;
import dev.taskping.bench.report.Report;
import dev.taskping.bench.report.Table;
import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** The operator among 10,000 objects of each kind: how much memory it takes, and how many series it serves. */
public final class ManyObjects implements Scenario {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int WRITERS = 16;

    private record Kind(Class<? extends HasMetadata> type, String spec) {}

    /** A Launch of a template that does not exist is decided like any other, and makes no Job. */
    private static final List<Kind> KINDS = List.of(
            new Kind(NotifiedTask.class, "{jobRef: {name: %s}, notify: [{channels: [{name: sink}]}]}"),
            new Kind(
                    NotificationChannel.class,
                    "{type: webhook, secretRef: {name: sink}, webhook: {url: 'http://127.0.0.1:9/%s'}}"),
            new Kind(
                    LaunchTemplate.class,
                    """
                    {description: %s, parameters: [{name: lr, type: number, default: 0.0003, maximum: 0.1}],
                    jobTemplate: {metadata: {labels: {team: ml}}, spec: {backoffLimit: 2, template: {spec: {
                    restartPolicy: Never, containers: [{name: main, image: none, command: [sh, -c, 'echo "$LR"'],
                    env: [{name: LR, value: $(params.lr)}], resources: {limits: {cpu: '1', memory: 1Gi}}}]}}}}}"""),
            new Kind(Launch.class, "{templateRef: {name: no-%s}, requestedBy: {name: Mia, role: launcher}}"));

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public String name() {
        return "objects";
    }

    @Override
    public void run(ScenarioSizes scenarioSizes, Report report) {
        int count = scenarioSizes.of(ScenarioSize.OBJECTS);
        try (BenchInstallation benchInstallation = BenchInstallation.start()) {
            Table table = new Table(
                    count + " objects of each kind", "kind", "s until handled", "resident MiB", "at most", "series");
            row(benchInstallation, table, "none", 0);
            for (Kind kind : KINDS) {
                row(benchInstallation, table, kind.type().getSimpleName(), create(benchInstallation, kind, count));
            }
            long began = System.nanoTime();
            benchInstallation.createNamespace("jobs");
            benchInstallation.writer().createEnded("jobs", "ended", count);
            row(benchInstallation, table, "Job", secondsSince(began));
            report.add(table);
            report.hold(Budget.OBJECTS_MEMORY, benchInstallation.operator().peakMebibytes());
        }
    }

    private void row(BenchInstallation benchInstallation, Table table, String kind, double seconds) {
        long series = series(benchInstallation);
        table.row(
                kind,
                seconds,
                benchInstallation.operator().residentMebibytes(),
                benchInstallation.operator().peakMebibytes(),
                series);
    }

    /** Creates the objects and waits until the operator has written each one's status; returns the seconds. */
    private static double create(BenchInstallation benchInstallation, Kind kind, int count) {
        long began = System.nanoTime();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> writes = IntStream.range(0, count)
                    .<Future<?>>mapToObj(number -> writers.submit(() -> benchInstallation
                            .client()
                            .resource(Serialization.unmarshal(manifest(kind, "many-" + number), kind.type()))
                            .create()))
                    .toList();
            for (Future<?> write : writes) {
                write.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating objects", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("An object could not be created", e.getCause());
        }
        Awaitility.await("the operator to handle every " + kind.type().getSimpleName())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> handled(benchInstallation, kind) >= count);
        return secondsSince(began);
    }

    private static String manifest(Kind kind, String name) {
        return """
               apiVersion: taskping.dev/v1alpha1
               kind: %s
               metadata: {name: %s, namespace: %s}
               spec: %s
               """
                .formatted(
                        kind.type().getSimpleName(),
                        name,
                        BenchInstallation.NAMESPACE,
                        kind.spec().formatted(name));
    }

    private static long handled(BenchInstallation benchInstallation, Kind kind) {
        return benchInstallation
                .client()
                .resources(kind.type())
                .inNamespace(BenchInstallation.NAMESPACE)
                .list()
                .getItems()
                .stream()
                .filter(resource -> switch (resource) {
                    case NotifiedTask task -> task.getStatus() != null;
                    case NotificationChannel channel -> channel.getStatus() != null;
                    case LaunchTemplate template -> template.getStatus() != null;
                    case Launch launch ->
                        launch.getStatus() != null && launch.getStatus().phase() != null;
                    default -> false;
                })
                .count();
    }

    private long series(BenchInstallation benchInstallation) {
        HttpRequest request = HttpRequest.newBuilder(
                        benchInstallation.operator().ready().resolve("/q/metrics"))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.body().lines().filter(line -> !line.startsWith("#")).count();
        } catch (IOException e) {
            throw new UncheckedIOException("The operator's metrics cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static double secondsSince(long began) {
        return Math.round((System.nanoTime() - began) / 1e8) / 10.0;
    }
}
