package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;

/** Something that happens to a Job; returns when the cluster shows it. */
@FunctionalInterface
interface Step {

    void happen(JobUnderTest job);

    /** As applied by a person. */
    static Step isCreated() {
        return job -> {
            job.apply();
            job.awaitNew();
        };
    }

    /** A minute of its CronJob's schedule has come. */
    static Step itsTimeHasCome() {
        return job -> {
            job.apply();
            Instant lastTime = Instant.now().minus(2, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
            job.client.batch().v1().cronjobs().inNamespace(job.namespace).list().getItems().stream()
                    .findFirst()
                    .ifPresent(cronJob -> job.client
                            .resource(cronJob)
                            .subresource("status")
                            .patch(
                                    PatchContext.of(PatchType.JSON_MERGE),
                                    "{\"status\":{\"lastScheduleTime\":\"" + lastTime + "\"}}"));
            job.awaitNew();
        };
    }

    /** Its next pod runs, and its start is told unless it was before. */
    static Step podRuns() {
        return job -> {
            job.kubelet.run();
            job.awaitJob(found -> Objects.requireNonNullElse(found.getStatus().getReady(), 0) > 0);
            job.awaitReported();
        };
    }

    /** The first of the pods that run ends. */
    static Step podEnds(int exitCode) {
        return job -> job.kubelet.end(exitCode);
    }

    /** The pod of that completion index ends. */
    static Step indexEnds(int index, int exitCode) {
        return job -> job.kubelet.endIndex(index, exitCode);
    }

    /** The first of the pods that run is taken away for that reason, as its condition DisruptionTarget says. */
    static Step podIsTakenAway(String reason) {
        return job -> job.kubelet.disrupt(reason);
    }

    static Step isSuspended() {
        return job -> {
            job.patch("{\"spec\":{\"suspend\":true}}");
            job.awaitJob(found -> found.getStatus().getConditions().stream()
                    .anyMatch(condition ->
                            "Suspended".equals(condition.getType()) && "True".equals(condition.getStatus())));
        };
    }

    static Step isResumed() {
        return job -> job.patch("{\"spec\":{\"suspend\":false}}");
    }

    /** By a person. */
    static Step isDeleted(DeletionPropagation propagation) {
        return job -> {
            job.client
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace(job.namespace)
                    .withPropagationPolicy(propagation)
                    .delete();
            await().atMost(JobUnderTest.PATIENCE).until(() -> job.jobs().isEmpty());
        };
    }

    /** The controller it is handed to lets it run. */
    static Step itsManagerRunsIt() {
        return job -> {
            job.driver.run(job.name());
            job.awaitReported();
        };
    }

    static Step itsManagerCompletesIt() {
        return job -> job.driver.complete(job.name());
    }

    /** Nothing was told of it, though all that happened was seen: a Job that came later was told of. */
    static Step nothingIsTold() {
        return job -> {
            job.driver.create("sentinel", Map.of("team", "ml"));
            job.driver.complete("sentinel");
            await().atMost(JobUnderTest.PATIENCE)
                    .until(() -> job.relay.finished(job.namespace, "sentinel").isPresent());
            job.driver.delete("sentinel");
            assertThat(job.told()).isEmpty();
        };
    }
}
