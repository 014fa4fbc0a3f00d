package dev.taskping.protocol.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Instant;

/**
 * One transition of one task, as a CloudEvents 1.0 event in structured JSON.
 *
 * @param id {@code <task uid>/<attempt>/<transition>}, unique within a workspace; always the same for a transition, so that it is
 *     safe to send an event again
 * @param source {@code /clusters/<id>/namespaces/<namespace>/jobs/<name>} or {@code /hosts/<host>/sessions/<id>}
 * @param type the transition
 * @param subject the task's uid
 * @param time when the transition happened, by the clock of the cluster or host
 * @param data what the sender knows about the task at that time
 */
public record TaskEvent(String id, URI source, TaskEventType type, String subject, Instant time, TaskData data) {

    /** The media type of a batch of events (CloudEvents JSON event format, section 4). */
    public static final String BATCH_MEDIA_TYPE = "application/cloudevents-batch+json";

    /** The CloudEvents version of this envelope. */
    @JsonProperty(value = "specversion", access = JsonProperty.Access.READ_ONLY)
    public String specVersion() {
        return "1.0";
    }

    /** The media type of {@link #data()}. */
    @JsonProperty(value = "datacontenttype", access = JsonProperty.Access.READ_ONLY)
    public String dataContentType() {
        return "application/json";
    }

    /** A copy with other data. */
    public TaskEvent withData(TaskData other) {
        return new TaskEvent(id, source, type, subject, time, other);
    }

    /** The id of a transition of a task. {@code attempt} counts from 0. */
    public static String idOf(String taskUid, int attempt, TaskEventType type) {
        return taskUid + "/" + attempt + "/" + type.transition();
    }
}
