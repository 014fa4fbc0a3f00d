package dev.taskping.operator.launch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.launch.Launch;
import dev.taskping.operator.job.JobInformer;
import dev.taskping.operator.job.JobListener;
import dev.taskping.operator.job.JobState;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tracks the Jobs of Launches, and has the controller reconcile a Launch when its Job changes. */
@ApplicationScoped
class LaunchedJobTracker implements JobListener {

    /** Far longer than a Launch is reconciled after its Job was deleted, also if the API server is away meanwhile. */
    private static final Duration DELETED_KEPT = Duration.ofHours(1);

    /**
     * The last known state of a Job.
     *
     * @param uid its uid
     * @param state its state
     * @param started when the Job controller started it
     * @param lacksPods whether it has started and has no pod, although it waits for some
     */
    record TrackedJob(String uid, JobState state, @Nullable Instant started, boolean lacksPods) {

        private static TrackedJob of(Job job) {
            return new TrackedJob(job.getMetadata().getUid(), JobState.of(job), started(job), lacksPods(job));
        }

        private static boolean lacksPods(Job job) {
            return started(job) != null
                    && !Boolean.TRUE.equals(job.getSpec().getSuspend())
                    && isZero(job.getStatus().getActive())
                    && isZero(job.getStatus().getTerminating());
        }

        private static boolean isZero(@Nullable Integer count) {
            return count == null || count == 0;
        }

        private static @Nullable Instant started(Job job) {
            return job.getStatus() == null || job.getStatus().getStartTime() == null
                    ? null
                    : Instant.parse(job.getStatus().getStartTime());
        }
    }

    private final JobInformer jobs;
    private final KubernetesClient client;
    private final Clock clock;
    private final SimpleInboundEventSource<Launch> events = new SimpleInboundEventSource<>("launched-jobs");

    /** The last states of deleted Jobs. */
    private final Cache<ResourceID, TrackedJob> deleted =
            Caffeine.newBuilder().expireAfterWrite(DELETED_KEPT).build();

    LaunchedJobTracker(JobInformer jobs, KubernetesClient client, Clock clock) {
        this.jobs = jobs;
        this.client = client;
        this.clock = clock;
    }

    /** The Launches to reconcile. */
    SimpleInboundEventSource<Launch> events() {
        return events;
    }

    /** The state of a Job that was created; empty if it was deleted and this replica did not see that. */
    Optional<TrackedJob> state(String namespace, String name) {
        return jobs.byName(namespace, name)
                .map(TrackedJob::of)
                .or(() -> Optional.ofNullable(deleted.getIfPresent(new ResourceID(name, namespace))))
                .or(() -> Optional.ofNullable(client.batch()
                                .v1()
                                .jobs()
                                .inNamespace(namespace)
                                .withName(name)
                                .get())
                        .map(TrackedJob::of));
    }

    @Override
    public void added(Job job) {
        changed(job);
    }

    @Override
    public void changed(Job job) {
        launch(job).ifPresent(events::propagateEvent);
    }

    @Override
    public void deleted(Job job, boolean lastStateKnown) {
        launch(job).ifPresent(launch -> {
            deleted.put(
                    ResourceID.fromResource(job),
                    new TrackedJob(
                            job.getMetadata().getUid(),
                            JobState.ofDeleted(job, clock.instant()),
                            TrackedJob.started(job),
                            false));
            events.propagateEvent(launch);
        });
    }

    private static Optional<ResourceID> launch(Job job) {
        return Optional.ofNullable(job.getMetadata().getLabels())
                .map(labels -> labels.get(WellKnownNames.LAUNCH_LABEL))
                .map(name -> new ResourceID(name, job.getMetadata().getNamespace()));
    }
}
