package dev.taskping.operator.taskevent;

import dev.taskping.operator.configuration.ClusterIdentity;
import dev.taskping.operator.job.JobIdentity;
import dev.taskping.operator.job.JobState.Ended;
import dev.taskping.operator.job.JobState.Running;
import dev.taskping.operator.observation.JobAttempts;
import dev.taskping.operator.observation.JobControllerEvents.RecordedEnd;
import dev.taskping.operator.observation.JobObserver.Findings;
import dev.taskping.operator.policy.EffectivePolicy;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Timing;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates the events of Jobs. An event's id depends on nothing but the Job's uid and the transition. */
@ApplicationScoped
public class TaskEventFactory {

    /** A Job is one attempt, however often it runs its pods. */
    private static final int ATTEMPT = 0;

    private final ClusterIdentity cluster;

    TaskEventFactory(ClusterIdentity cluster) {
        this.cluster = cluster;
    }

    /** The id of the event of that transition. */
    public static String id(String uid, TaskEventType type) {
        return TaskEvent.idOf(uid, ATTEMPT, type);
    }

    /** The start of a Job. */
    public TaskEvent started(Job job, Running running, EffectivePolicy policy) {
        TaskIdentity task = JobIdentity.of(job.getMetadata());
        TaskData data = new TaskData(
                task,
                null,
                timing(job, null),
                null,
                null,
                policy.startRoute(),
                List.of(),
                policy.finishRoute(Result.GONE),
                policy.consideredForStart());
        return event(task, TaskEventType.STARTED, running.since(), data);
    }

    /** The end of a Job that the operator observed. */
    public TaskEvent finished(Job job, Ended ended, Findings findings, EffectivePolicy policy) {
        TaskIdentity task = JobIdentity.of(job.getMetadata());
        TaskData data = new TaskData(
                task,
                findings.outcome(),
                timing(job, ended.at()),
                findings.usage(),
                findings.log(),
                policy.finishRoute(ended.result()),
                policy.next(),
                List.of(),
                policy.consideredFor(ended.result()));
        TaskData counted = data.withAttempts(JobAttempts.of(job, ended.result()).orElse(null));
        return event(task, TaskEventType.FINISHED, ended.at(), counted);
    }

    /**
     * The end of a Job that was deleted before the operator observed its end.
     *
     * @param started when it started, if that is known
     */
    public TaskEvent finishedUnobserved(
            RecordedEnd end, @Nullable Instant started, List<Route> route, List<NextLaunch> next) {
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

    private static Timing timing(Job job, @Nullable Instant finished) {
        String started = job.getStatus() == null ? null : job.getStatus().getStartTime();
        return new Timing(instant(job.getMetadata().getCreationTimestamp()), instant(started), finished);
    }

    private static @Nullable Instant instant(@Nullable String time) {
        return time == null ? null : Instant.parse(time);
    }
}
