package dev.taskping.bench.load;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The least that tells somebody of a Job's end: an informer that posts. No durability, no log, no rules, no retry. */
public final class BareWatchLoop implements AutoCloseable {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SharedIndexInformer<Job> informer;
    private final URI receiver;

    /** Begins to watch. */
    public BareWatchLoop(KubernetesClient client, String namespace, URI receiver) {
        this.receiver = receiver;
        this.informer = client.batch().v1().jobs().inNamespace(namespace).inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Job job) {}

            @Override
            public void onUpdate(Job before, Job after) {
                if (!hasEnded(before) && hasEnded(after)) {
                    threads.execute(() -> post(after));
                }
            }

            @Override
            public void onDelete(Job job, boolean finalStateUnknown) {}
        });
    }

    private static boolean hasEnded(Job job) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(condition -> List.of("Complete", "Failed").contains(condition.getType()));
    }

    private void post(Job job) {
        String body = "{\"type\":\"floor.finished.v1\",\"subject\":\""
                + job.getMetadata().getUid() + "\"}";
        try {
            http.send(
                    HttpRequest.newBuilder(receiver)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            System.err.println("The floor lost a message: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        informer.stop();
        threads.shutdownNow();
        http.shutdownNow();
    }
}
