package dev.taskping.bench;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Creates Jobs and ends them the way the Job controller does: one status write with both conditions and both times. */
final class JobFinisher {

    private final KubernetesClient client;
    private final String namespace;
    private final int concurrency;

    JobFinisher(KubernetesClient client, String namespace, int concurrency) {
        this.client = client;
        this.namespace = namespace;
        this.concurrency = concurrency;
    }

    List<Job> create(String prefix, int count) {
        return forEach(IntStream.range(0, count).boxed().toList(), number -> {
            Job job = client.resource(job(prefix + "-" + number)).create();
            job.setStatus(new JobBuilder()
                    .withNewStatus()
                    .withStartTime(now())
                    .withActive(1)
                    .withReady(1)
                    .endStatus()
                    .build()
                    .getStatus());
            return client.resource(job).patchStatus();
        });
    }

    /** Ends all of them at once; answers by uid the {@link System#nanoTime()} at which each status write returned. */
    Map<String, Long> finish(List<Job> jobs) {
        Map<String, Long> written = new ConcurrentHashMap<>();
        forEach(jobs, job -> {
            Job ended = new JobBuilder(job)
                    .editMetadata()
                    .withResourceVersion(null)
                    .endMetadata()
                    .withNewStatus()
                    .withStartTime(job.getStatus().getStartTime())
                    .withCompletionTime(now())
                    .withActive(0)
                    .withReady(0)
                    .withSucceeded(1)
                    .withConditions(condition("SuccessCriteriaMet"), condition("Complete"))
                    .endStatus()
                    .build();
            client.resource(ended).patchStatus();
            written.put(job.getMetadata().getUid(), System.nanoTime());
            return ended;
        });
        return written;
    }

    static boolean hasEnded(Job job) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(condition -> List.of("Complete", "Failed").contains(condition.getType()));
    }

    private <T, R> List<R> forEach(List<T> items, java.util.function.Function<T, R> action) {
        try (ExecutorService threads = Executors.newFixedThreadPool(concurrency)) {
            List<Future<R>> results = items.stream()
                    .map(item -> threads.submit(() -> action.apply(item)))
                    .toList();
            return results.stream().map(JobFinisher::result).toList();
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

    private Job job(String name) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(Map.of("bench", "burst"))
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("main")
                .withImage("none")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static JobCondition condition(String type) {
        return new JobConditionBuilder()
                .withType(type)
                .withStatus("True")
                .withLastTransitionTime(now())
                .withLastProbeTime(now())
                .build();
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
