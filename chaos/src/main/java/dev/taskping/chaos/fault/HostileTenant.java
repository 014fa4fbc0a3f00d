package dev.taskping.chaos.fault;

import dev.taskping.chaos.work.RowManifests;
import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.testkit.cluster.JobDriver;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import dev.taskping.testkit.testbed.TestBed;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A tenant that does all it may in a namespace of its own, and all that a stranger may at the relay's door: thousands of objects,
 * channels that hang, and connections that send a byte and stay.
 */
final class HostileTenant {

    /** A NotifiedTask's notification rule names so many channels at most. */
    private static final int CHANNELS_OF_A_TASK = 16;

    private static final int CHANNELS = 128;
    private static final int JOBS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SOCKETS = 210;
    private static final int WRITERS = 8;
    private static final Map<String, String> LABELS = Map.of("taskping.dev/chaos-hostile", "true");

    private final TestBed testBed;
    private final KubernetesClient client;
    private final String namespace;
    private final int objects;

    /** @param objects NotifiedTasks that nothing ever matches */
    HostileTenant(TestBed testBed, int objects) {
        this.testBed = testBed;
        this.client = testBed.client();
        this.namespace = "hostile-" + Long.toHexString(Instant.now().toEpochMilli());
        this.objects = objects;
    }

    /** Does it for so long, and takes its objects away again. */
    void act(Duration lasting) throws InterruptedException {
        Instant end = Instant.now().plus(lasting);
        List<Socket> sockets = new ArrayList<>();
        try (WebhookSink hanging = WebhookSink.start()) {
            hanging.faults().failAlways(new Fault.Hang(Duration.ofMinutes(5)));
            RowManifests.create(client, namespace, channels(hanging));
            sockets.addAll(dawdle());
            endJobs();
            hoard();
            Duration left = Duration.between(Instant.now(), end);
            Thread.sleep(left.isNegative() ? Duration.ZERO : left);
            // Even its own messages are not lost; and with none left the row can come to rest.
            hanging.faults().clear();
            Awaitility.await("messages of the hostile tenant")
                    .atMost(PATIENCE)
                    .until(() -> hanging.copies().size() == JOBS * CHANNELS);
        } finally {
            sockets.forEach(HostileTenant::close);
            leave();
        }
    }

    private static String channels(WebhookSink hanging) {
        String secret =
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: hook, annotations: {taskping.dev/channels: webhook@127.0.0.1}}
                stringData: {signingSecret: "%s"}
                """
                        .formatted(hanging.secret());
        String channels = IntStream.range(0, CHANNELS)
                .mapToObj(number ->
                        """
                        ---
                        apiVersion: taskping.dev/v1alpha1
                        kind: NotificationChannel
                        metadata: {name: hook-%d}
                        spec: {type: webhook, secretRef: {name: hook}, webhook: {url: "%s/%d"}}
                        """
                                .formatted(number, hanging.url(), number))
                .collect(Collectors.joining());
        String tasks = IntStream.range(0, CHANNELS / CHANNELS_OF_A_TASK)
                .mapToObj(number ->
                        """
                        ---
                        apiVersion: taskping.dev/v1alpha1
                        kind: NotifiedTask
                        metadata: {name: to-hooks-%d}
                        spec:
                          selector: {matchLabels: {taskping.dev/chaos-hostile: "true"}}
                          notify: [{channels: [%s]}]
                        """
                                .formatted(
                                        number,
                                        IntStream.range(0, CHANNELS_OF_A_TASK)
                                                .mapToObj(channel -> "{name: hook-%d}"
                                                        .formatted(number * CHANNELS_OF_A_TASK + channel))
                                                .collect(Collectors.joining(", "))))
                .collect(Collectors.joining());
        return secret + channels + tasks;
    }

    /** Connections on which the body of a request to a hook never comes. */
    private List<Socket> dawdle() {
        URI relay = testBed.relayUrl();
        byte[] request = ("POST /hooks/0123456789abcdef0123456789abcdef HTTP/1.1\r\nHost: " + relay.getAuthority()
                        + "\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n{")
                .getBytes(StandardCharsets.US_ASCII);
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int number = 0; number < SOCKETS; number++) {
                Socket socket = new Socket(relay.getHost(), relay.getPort());
                sockets.add(socket);
                socket.getOutputStream().write(request);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The relay takes no more than " + sockets.size() + " connections", e);
        }
        return sockets;
    }

    /** A few Jobs, of each of which all those channels are to be told. */
    private void endJobs() {
        JobDriver driver = new JobDriver(client, namespace);
        for (int number = 0; number < JOBS; number++) {
            Job job = driver.create("hostile-" + number, LABELS);
            driver.run(job, Instant.now());
            driver.complete(job, Instant.now());
            driver.recordCompletion(job);
        }
    }

    private void hoard() throws InterruptedException {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> written = IntStream.range(0, objects)
                    .<Future<?>>mapToObj(number -> writers.submit(() -> client.load(new ByteArrayInputStream(
                                    """
                                    apiVersion: taskping.dev/v1alpha1
                                    kind: NotifiedTask
                                    metadata: {name: nothing-%d, namespace: %s}
                                    spec:
                                      selector: {matchLabels: {taskping.dev/nothing: "%d"}}
                                      notify: [{channels: [{name: hook-%d}]}]
                                    """
                                            .formatted(number, namespace, number, number % CHANNELS)
                                            .getBytes(StandardCharsets.UTF_8)))
                            .create()))
                    .toList();
            for (Future<?> one : written) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("An object of the hostile tenant could not be made", e.getCause());
        }
    }

    /** One by one: for thousands a single request takes longer than a client waits. */
    private void leave() {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            Stream.of(NotifiedTask.class, NotificationChannel.class)
                    .flatMap(type -> client.resources(type).inNamespace(namespace).list().getItems().stream())
                    .forEach(object ->
                            writers.submit(() -> client.resource(object).delete()));
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone, as it should be.
        }
    }
}
