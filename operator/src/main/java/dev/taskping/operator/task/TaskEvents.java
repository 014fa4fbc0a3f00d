package dev.taskping.operator.task;

import dev.taskping.operator.configuration.ClusterIdentity;
import dev.taskping.operator.task.JobEvents.RecordedEnd;
import dev.taskping.operator.task.observation.JobAttempts;
import dev.taskping.operator.task.observation.JobObserver.Findings;
import dev.taskping.operator.task.observation.JobState.Ended;
import dev.taskping.operator.task.observation.JobState.Running;
import dev.taskping.operator.task.policy.Watch;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Timing;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the events of Jobs. Ids depend on nothing but the Job and the transition. */
@ApplicationScoped
class TaskEvents {

    static final String KIND = "Job";
    /** A Job is one attempt, however often its pods are tried. */
    private static final int ATTEMPT = 0;

    private final ClusterIdentity cluster;

    TaskEvents(ClusterIdentity cluster) {
        this.cluster = cluster;
    }

    static String id(String uid, TaskEventType type) {
        return TaskEvent.idOf(uid, ATTEMPT, type);
    }

    TaskEvent started(Job job, Running running, Watch watch) {
        TaskIdentity task = identity(job.getMetadata());
        TaskData data = new TaskData(
                task,
                null,
                timing(job, null),
                null,
                null,
                watch.startRoute(),
                List.of(),
                watch.finishRoute(Result.GONE),
                watch.consideredForStart());
        return event(task, TaskEventType.STARTED, running.since(), data);
    }

    TaskEvent finished(Job job, Ended ended, Findings findings, Watch watch) {
        TaskIdentity task = identity(job.getMetadata());
        TaskData data = new TaskData(
                task,
                findings.outcome(),
                timing(job, ended.at()),
                findings.usage(),
                findings.log(),
                watch.finishRoute(ended.result()),
                watch.next(),
                List.of(),
                watch.consideredFor(ended.result()));
        TaskData counted = data.withAttempts(JobAttempts.of(job, ended.result()).orElse(null));
        return event(task, TaskEventType.FINISHED, ended.at(), counted);
    }

    /**
     * The end of a task that the cluster no longer has.
     *
     * @param started when it began, if the relay was told
     */
    TaskEvent vanished(RecordedEnd end, @Nullable Instant started, List<Route> route, List<NextLaunch> next) {
        Instant finished = end.outcome().result() == Result.GONE ? null : end.at();
        TaskData data =
                new TaskData(end.task(), end.outcome(), new Timing(null, started, finished), null, null, route, next);
        return event(end.task(), TaskEventType.FINISHED, end.at(), data);
    }

    private TaskEvent event(TaskIdentity task, TaskEventType type, Instant time, TaskData data) {
        URI source =
                URI.create("/clusters/" + cluster.id() + "/namespaces/" + task.namespace() + "/jobs/" + task.name());
        return new TaskEvent(id(task.uid(), type), source, type, task.uid(), time, data);
    }

    static TaskIdentity identity(ObjectMeta job) {
        Map<String, String> labels = Optional.ofNullable(job.getLabels()).orElse(Map.of());
        return new TaskIdentity(KIND, job.getNamespace(), job.getName(), job.getUid(), labels);
    }

    private static Timing timing(Job job, @Nullable Instant finished) {
        String started = job.getStatus() == null ? null : job.getStatus().getStartTime();
        return new Timing(instant(job.getMetadata().getCreationTimestamp()), instant(started), finished);
    }

    private static @Nullable Instant instant(@Nullable String time) {
        return time == null ? null : Instant.parse(time);
    }
}
