package dev.taskping.operator.job;

import dev.taskping.protocol.event.TaskIdentity;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.Optional;

/** The identity by which the relay knows a Job as a task. */
public final class JobIdentity {

    /** The kind of a task that is a Job. */
    public static final String KIND = "Job";

    private JobIdentity() {}

    /** The identity of the Job with this metadata. */
    public static TaskIdentity of(ObjectMeta job) {
        Map<String, String> labels = Optional.ofNullable(job.getLabels()).orElse(Map.of());
        return new TaskIdentity(KIND, job.getNamespace(), job.getName(), job.getUid(), labels);
    }
}
