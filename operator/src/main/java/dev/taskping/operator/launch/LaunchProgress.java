package dev.taskping.operator.launch;

import dev.taskping.crds.Launch;
import dev.taskping.crds.TaskPing;
import dev.taskping.operator.task.JobCache;
import dev.taskping.operator.task.JobListener;
import dev.taskping.operator.task.observation.JobState;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the Jobs of Launches come along; wakes the Launch controller when one moves on. */
@ApplicationScoped
class LaunchProgress implements JobListener {

    private static final int MOST_DELETED = 1_000;

    /**
     * What is known of a Job.
     *
     * @param state how far it has come
     * @param started when the Job controller began with it
     */
    record Known(JobState state, @Nullable Instant started) {

        private static Known of(Job job) {
            return new Known(JobState.of(job), started(job));
        }

        private static @Nullable Instant started(Job job) {
            return job.getStatus() == null || job.getStatus().getStartTime() == null
                    ? null
                    : Instant.parse(job.getStatus().getStartTime());
        }
    }

    private final JobCache jobs;
    private final KubernetesClient client;
    private final Clock clock;
    private final SimpleInboundEventSource<Launch> events = new SimpleInboundEventSource<>("launched-jobs");

    /** The last states of Jobs that were deleted, by namespace and name. */
    private final Map<ResourceID, Known> deleted = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ResourceID, Known> eldest) {
            return size() > MOST_DELETED;
        }
    });

    LaunchProgress(JobCache jobs, KubernetesClient client, Clock clock) {
        this.jobs = jobs;
        this.client = client;
        this.clock = clock;
    }

    /** Tells of Launches whose Jobs moved on. */
    SimpleInboundEventSource<Launch> events() {
        return events;
    }

    /** The state of a Job that was created, or empty if it vanished unseen. */
    Optional<Known> state(String namespace, String name) {
        return jobs.byName(namespace, name)
                .map(Known::of)
                .or(() -> Optional.ofNullable(deleted.get(new ResourceID(name, namespace))))
                .or(() -> Optional.ofNullable(client.batch()
                                .v1()
                                .jobs()
                                .inNamespace(namespace)
                                .withName(name)
                                .get())
                        .map(Known::of));
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
                    new Known(JobState.ofDeleted(job, clock.instant()), Known.started(job)));
            events.propagateEvent(launch);
        });
    }

    private static Optional<ResourceID> launch(Job job) {
        return Optional.ofNullable(job.getMetadata().getLabels())
                .map(labels -> labels.get(TaskPing.LAUNCH_LABEL))
                .map(name -> new ResourceID(name, job.getMetadata().getNamespace()));
    }
}
