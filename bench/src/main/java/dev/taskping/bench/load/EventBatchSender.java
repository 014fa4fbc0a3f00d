package dev.taskping.bench.load;

import dev.taskping.protocol.event.TaskEvent;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Sends events as operators do: batches of at most 200, one request at a time for each operator, and the same batch again after a
 * second if the relay answers 429.
 */
public final class EventBatchSender implements AutoCloseable {

    private static final int OPERATORS = 8;
    private static final int BATCH = 200;
    private static final int PATIENCE_MILLIS = 1_000;
    private static final int TOO_MANY = 429;
    private static final int OK = 200;

    private final ClusterRequests requests;

    /** In the name of a cluster that the relay knows. */
    public EventBatchSender(String cluster, String key) {
        this.requests = new ClusterRequests(cluster, key);
    }

    /**
     * Batches of events, each the end of a task of its own.
     *
     * @param uids of the tasks
     * @param bodies the batches as they are sent
     */
    public record Batches(List<String> uids, List<byte[]> bodies) {}

    /** Registers webhook channels {@code sink-0}, {@code sink-1} and so on that all end at the same place. */
    public void register(URI relay, URI receiver, int channels) {
        for (int number = 0; number < channels; number++) {
            String body =
                    """
                    {"settings":{"type":"webhook","url":"%s",
                    "signingSecret":"whsec_YmVuY2htYXJrLXNpZ25pbmcta2V5LTMyLWJ5dGVzLS0="},"people":[]}"""
                            .formatted(receiver);
            send(requests.signed(relay.resolve("/v1/channels/bench/sink-" + number), "application/json")
                    .PUT(BodyPublishers.ofString(body))
                    .build());
        }
    }

    /** Writes the batches of so many ended tasks, told to these channels in turn. */
    public Batches prepare(int events, int channels) {
        List<String> uids = new ArrayList<>();
        List<byte[]> bodies = new ArrayList<>();
        List<String> batch = new ArrayList<>();
        for (int number = 0; number < events; number++) {
            String uid = UUID.randomUUID().toString();
            uids.add(uid);
            batch.add(event(uid, number % channels));
            if (batch.size() == BATCH || number == events - 1) {
                bodies.add(("[" + String.join(",", batch) + "]").getBytes(java.nio.charset.StandardCharsets.UTF_8));
                batch.clear();
            }
        }
        return new Batches(uids, bodies);
    }

    private String event(String uid, int channel) {
        return """
                {"specversion":"1.0","id":"%1$s/0/finished","source":"/clusters/%2$s/namespaces/bench/jobs/train-%1$s",
                "type":"dev.taskping.task.finished.v1","subject":"%1$s","time":"%3$s","data":{
                "task":{"kind":"Job","namespace":"bench","name":"train-%1$s","uid":"%1$s","labels":{"team":"ml"}},
                "outcome":{"result":"Succeeded","reason":"Completed","exitCode":0,"container":"main"},
                "timing":{"queued":"%3$s","started":"%3$s","finished":"%3$s"},
                "log":{"tail":"step 990/1000 loss=0.31\\nstep 1000/1000 loss=0.30\\nsaved checkpoint","truncated":true},
                "route":[{"channel":{"namespace":"bench","name":"sink-%4$d"}}]}}"""
                .formatted(uid, requests.cluster(), Instant.now(), channel);
    }

    /** Sends them to these relays in turn; returns when the last batch is acknowledged. */
    public void send(Batches batches, List<URI> relays) {
        BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>(batches.bodies());
        try (ExecutorService operators = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> work = new ArrayList<>();
            for (int number = 0; number < OPERATORS; number++) {
                URI relay = relays.get(number % relays.size()).resolve("/v1/events");
                work.add(operators.submit(() -> {
                    for (byte[] body = waiting.poll(); body != null; body = waiting.poll()) {
                        send(requests.signed(relay, TaskEvent.BATCH_MEDIA_TYPE)
                                .POST(BodyPublishers.ofByteArray(body))
                                .build());
                    }
                }));
            }
            for (Future<?> operator : work) {
                operator.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A batch could not be sent", e.getCause());
        }
    }

    private void send(HttpRequest request) {
        HttpResponse<String> answer = requests.send(request);
        while (answer.statusCode() == TOO_MANY) {
            pause();
            answer = requests.send(request);
        }
        if (answer.statusCode() != OK) {
            throw new IllegalStateException(
                    request.uri() + " was answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        requests.close();
    }
}
