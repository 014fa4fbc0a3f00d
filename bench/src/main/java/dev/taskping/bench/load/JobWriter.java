package dev.taskping.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Creates Jobs and their pods and ends them the way the Job controller and the kubelet do: the pod's status first, then one
 * write of the Job's status with both conditions and both times. Bodies are written by hand, because the benchmark shares the
 * machine with what it measures.
 */
public final class JobWriter {

    /** Requests at once; the API server allows 100 streams on a connection (HTTP/2, its default). */
    private static final int CONCURRENCY = 32;

    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;

    /** Whether Jobs have a pod. */
    public enum Pods {
        /** One that has ended when the Job ends. */
        ONE,
        /** None is left, as if cleared away. */
        NONE
    }

    /** Writes with all rights. */
    public JobWriter(KubernetesClient client) {
        this.client = client;
    }

    /** Creates Jobs that run, each with its pod. */
    public List<BenchJob> create(String namespace, String prefix, int count) {
        return create(namespace, prefix, count, Pods.ONE);
    }

    /** Creates Jobs that run. */
    public List<BenchJob> create(String namespace, String prefix, int count, Pods pods) {
        return each(IntStream.range(0, count).boxed().toList(), number -> {
            BenchJob job = create(namespace, prefix + "-" + number);
            if (pods == Pods.ONE) {
                addPod(job);
            }
            patch(jobs(namespace) + "/" + job.name() + "/status", Manifests.running());
            return job;
        });
    }

    /** Creates Jobs and ends them at once, without a pod and without having been seen to run. */
    public EndedJobs createEnded(String namespace, String prefix, int count) {
        return timed(IntStream.range(0, count).boxed().toList(), number -> {
            BenchJob job = create(namespace, prefix + "-" + number);
            end(job, Manifests.startedAndEnded());
            return job;
        });
    }

    /** Ends all of them as fast as the API server takes it. */
    public EndedJobs end(List<BenchJob> jobs) {
        return timed(jobs, job -> {
            end(job, Manifests.ended());
            return job;
        });
    }

    /**
     * Ends so many a second, each at its time, however long the others take. If the API server or this machine cannot keep
     * up, the answer says so.
     */
    public EndedJobs end(List<BenchJob> jobs, double perSecond) {
        Map<String, Long> written = new ConcurrentHashMap<>();
        AtomicLong late = new AtomicLong();
        Semaphore places = new Semaphore(CONCURRENCY * 2);
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writes = new ArrayList<>();
            for (int number = 0; number < jobs.size(); number++) {
                long due = began + (long) (number / perSecond * 1e9);
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                BenchJob job = jobs.get(number);
                places.acquire();
                late.accumulateAndGet(System.nanoTime() - due, Math::max);
                writes.add(threads.submit(() -> {
                    try {
                        end(job, Manifests.ended());
                        written.put(job.uid(), System.nanoTime());
                    } finally {
                        places.release();
                    }
                }));
            }
            writes.forEach(JobWriter::result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while ending Jobs", e);
        }
        return endings(written, began, Duration.ofNanos(late.get()));
    }

    private <T> EndedJobs timed(List<T> items, Function<T, BenchJob> write) {
        Map<String, Long> written = new ConcurrentHashMap<>();
        long began = System.nanoTime();
        each(items, item -> {
            BenchJob job = write.apply(item);
            written.put(job.uid(), System.nanoTime());
            return job;
        });
        return endings(written, began, Duration.ZERO);
    }

    private static EndedJobs endings(Map<String, Long> written, long began, Duration late) {
        return new EndedJobs(written, written.size() * 1e9 / Math.max(1, System.nanoTime() - began), late);
    }

    private <T, R> List<R> each(List<T> items, Function<? super T, R> action) {
        try (ExecutorService threads = Executors.newFixedThreadPool(CONCURRENCY)) {
            List<Future<R>> results = items.stream()
                    .map(item -> threads.submit(() -> action.apply(item)))
                    .toList();
            return results.stream().map(JobWriter::result).toList();
        }
    }

    private BenchJob create(String namespace, String name) {
        String uid = send("POST", jobs(namespace), "application/json", Manifests.job(name))
                .at("/metadata/uid")
                .asText();
        return new BenchJob(namespace, name, uid);
    }

    private void addPod(BenchJob job) {
        String pods = "api/v1/namespaces/" + job.namespace() + "/pods";
        send("POST", pods, "application/json", Manifests.pod(job));
        patch(pods + "/" + job.name() + "-0/status", Manifests.podEnded());
    }

    private void end(BenchJob job, String status) {
        patch(jobs(job.namespace()) + "/" + job.name() + "/status", status);
    }

    private static String jobs(String namespace) {
        return "apis/batch/v1/namespaces/" + namespace + "/jobs";
    }

    private void patch(String path, String body) {
        send("PATCH", path, MERGE_PATCH, body);
    }

    private JsonNode send(String method, String path, String type, String body) {
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(client.getMasterUrl() + path)
                .method(method, type, body)
                .build();
        try {
            HttpResponse<byte[]> response =
                    client.getHttpClient().sendAsync(request, byte[].class).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!response.isSuccessful()) {
                throw new IllegalStateException(
                        method + " " + path + " was answered " + response.code() + ": " + response.bodyString());
            }
            return method.equals("POST") ? JSON.readTree(response.body()) : JSON.missingNode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(method + " " + path + " failed", e);
        }
    }

    private static <R> R result(Future<R> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A Job could not be written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
