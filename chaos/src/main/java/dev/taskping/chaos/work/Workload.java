package dev.taskping.chaos.work;

import dev.taskping.testkit.cluster.JobDriver;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes Jobs and ends them as planned. Each write is repeated until the API server acknowledges it: that is the truth. */
public final class Workload {

    /** The label of every Job. */
    public static final Map<String, String> LABELS = Map.of("taskping.dev/chaos", "true");

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** The API server has understood and refuses (RFC 9110, 15.5.21). */
    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;
    private final String namespace;
    private final JobDriver driver;

    public Workload(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        this.driver = new JobDriver(client, namespace);
    }

    /** Does all of it and returns what became of each Job. */
    public List<ActualOutcome> run(List<JobPlan> plans) {
        Instant begun = Instant.now();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ActualOutcome>> results = plans.stream()
                    .map(plan -> threads.submit(() -> live(plan, begun)))
                    .toList();
            return results.stream().map(Workload::result).toList();
        }
    }

    private static ActualOutcome result(Future<ActualOutcome> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A Job could not be written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private ActualOutcome live(JobPlan plan, Instant begun) throws InterruptedException {
        Duration wait = Duration.between(Instant.now(), begun.plus(plan.begin()));
        Thread.sleep(wait.isNegative() ? Duration.ZERO : wait);
        Job job = acknowledged(() -> create(plan.name()));
        Instant started = acknowledged(at -> driver.run(job, at));
        Thread.sleep(plan.runs());
        Instant ended =
                switch (plan.ending()) {
                    case SUCCEEDS, SUCCEEDS_AND_VANISHES -> acknowledged(at -> driver.complete(job, at));
                    case FAILS, FAILS_AND_VANISHES -> acknowledged(at -> driver.fail(job, at));
                    case IS_CANCELLED -> acknowledged(at -> delete(job));
                };
        Instant last =
                switch (plan.ending()) {
                    case SUCCEEDS, SUCCEEDS_AND_VANISHES ->
                        acknowledged(at -> ignoringExisting(() -> driver.recordCompletion(job)));
                    case FAILS, FAILS_AND_VANISHES ->
                        acknowledged(at -> ignoringExisting(() -> driver.recordFailure(job)));
                    case IS_CANCELLED -> ended;
                };
        if (plan.ending().isDeleted() && plan.ending() != Ending.IS_CANCELLED) {
            last = acknowledged(at -> delete(job));
        }
        return new ActualOutcome(job.getMetadata().getUid(), plan.name(), plan.ending(), started, ended, last);
    }

    /** The acknowledgement of an earlier attempt may have been lost. */
    private Job create(String name) {
        try {
            return driver.create(name, LABELS);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return client.batch()
                    .v1()
                    .jobs()
                    .inNamespace(namespace)
                    .withName(name)
                    .require();
        }
    }

    private static void ignoringExisting(Runnable write) {
        try {
            write.run();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private void delete(Job job) {
        driver.delete(job); // of one that is gone this is no error
    }

    /** The write gets the time of its first attempt, so that it says the same each time. */
    private static Instant acknowledged(Consumer<Instant> write) throws InterruptedException {
        Instant first = Instant.now();
        acknowledged(() -> {
            write.accept(first);
            return true;
        });
        return Instant.now();
    }

    private static <T> T acknowledged(Supplier<T> write) throws InterruptedException {
        Instant until = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                return write.get();
            } catch (KubernetesClientException e) {
                if (e.getCode() == UNPROCESSABLE || Instant.now().isAfter(until)) {
                    throw e;
                }
                Thread.sleep(PAUSE);
            }
        }
    }
}
