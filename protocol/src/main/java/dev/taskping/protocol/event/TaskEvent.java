package dev.taskping.protocol.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Instant;

/**
 * One transition of one task, as a CloudEvents 1.0 event in structured JSON.
 *
 * @param id deterministic: {@code <task uid>/<attempt>/<transition>}, so that sending again is harmless; unique within
 *     a workspace
 * @param source {@code /clusters/<id>/namespaces/<namespace>/jobs/<name>} or {@code /hosts/<host>/sessions/<id>}
 * @param type which transition
 * @param subject the task's uid
 * @param time when the transition happened by the clock of the cluster or host it happened on
 * @param data what is known of the task at that moment
 */
public record TaskEvent(String id, URI source, TaskEventType type, String subject, Instant time, TaskData data) {

    /** Media type of a batch of events (CloudEvents JSON event format, section 4). */
    public static final String BATCH_MEDIA_TYPE = "application/cloudevents-batch+json";

    /** The version of CloudEvents this envelope follows. */
    @JsonProperty(value = "specversion", access = JsonProperty.Access.READ_ONLY)
    public String specVersion() {
        return "1.0";
    }

    /** Media type of {@link #data()}. */
    @JsonProperty(value = "datacontenttype", access = JsonProperty.Access.READ_ONLY)
    public String dataContentType() {
        return "application/json";
    }

    /** The same with other data. */
    public TaskEvent withData(TaskData other) {
        return new TaskEvent(id, source, type, subject, time, other);
    }

    /** The id that a transition of a task always has. {@code attempt} counts from 0. */
    public static String idOf(String taskUid, int attempt, TaskEventType type) {
        return taskUid + "/" + attempt + "/" + type.transition();
    }
}
