package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.testkit.cluster.KubernetesControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the operator's metrics tell: how it works, and nothing of the objects that it works for. */
class OperatorMetricsIT {

    @Order(1)
    @RegisterExtension
    static final KubernetesControlPlane KUBERNETES = new KubernetesControlPlane();

    @Order(2)
    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator(KUBERNETES);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAME = "nobodys-business";
    private static final List<Class<? extends HasMetadata>> KINDS =
            List.of(NotifiedTask.class, NotificationChannel.class, LaunchTemplate.class, Launch.class);

    /** More than all series of the operator and its virtual machine, and fewer than four kinds with one series an object. */
    private static final int MOST_SERIES = 700;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String namespace = KUBERNETES.createNamespace(NAME);

    @Test
    void seriesDoNotGrowWithObjects() throws Exception {
        create(0, 5);
        await().atMost(PATIENCE).until(() -> handled() == 5 * KINDS.size());
        Set<String> few = series();

        create(5, 200);
        await().atMost(PATIENCE).until(() -> handled() == 200 * KINDS.size());
        Set<String> many = series();

        assertThat(few).hasSizeLessThan(MOST_SERIES);
        // What is new happened for the first time, such as a kind of error; it is not told once for each object.
        many.removeAll(few);
        assertThat(many).hasSizeLessThan(30);
    }

    @Test
    void noSeriesNamesAnObject() throws Exception {
        create(0, 3);
        await().atMost(PATIENCE).until(() -> handled() == 3 * KINDS.size());

        assertThat(series())
                .anyMatch(line -> line.startsWith("operator_sdk_") && line.contains("kind=\"Launch\""))
                .noneMatch(line -> line.contains(NAME));
        KINDS.forEach(kind ->
                KUBERNETES.client().resources(kind).inNamespace(namespace).delete());
        assertThat(series()).noneMatch(line -> line.contains(NAME));
    }

    private void create(int from, int to) {
        IntStream.range(from, to).parallel().forEach(number -> new PolicyManifests(KUBERNETES.client(), namespace)
                .apply(
                        """
                        apiVersion: taskping.dev/v1alpha1
                        kind: NotifiedTask
                        metadata: {name: %1$s}
                        spec: {jobRef: {name: %1$s}, notify: [{channels: [{name: %1$s}]}]}
                        ---
                        apiVersion: taskping.dev/v1alpha1
                        kind: NotificationChannel
                        metadata: {name: %1$s}
                        spec: {type: webhook, secretRef: {name: absent}, webhook: {url: 'https://example.com/hook'}}
                        ---
                        apiVersion: taskping.dev/v1alpha1
                        kind: LaunchTemplate
                        metadata: {name: %1$s}
                        spec: {jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}}
                        ---
                        apiVersion: taskping.dev/v1alpha1
                        kind: Launch
                        metadata: {name: %1$s}
                        spec: {templateRef: {name: absent}, requestedBy: {name: Mia, role: launcher}}
                        """
                                .formatted(NAME + "-" + number)));
    }

    /** How many objects have a status. */
    private long handled() {
        return KINDS.stream()
                .flatMap(kind -> KUBERNETES.client().resources(kind).inNamespace(namespace).list().getItems().stream())
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

    /** All series with their labels, without values. */
    private Set<String> series() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + OPERATOR.port() + "/q/metrics"))
                .build();
        return http.send(request, BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
