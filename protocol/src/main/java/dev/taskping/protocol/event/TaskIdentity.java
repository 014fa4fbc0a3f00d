package dev.taskping.protocol.event;

import java.util.Map;

/**
 * Identifies a task.
 *
 * @param kind {@code Job} in a cluster, {@code Session} for a command-line session
 * @param namespace the Kubernetes namespace, or the host's name for a session
 * @param name the object's name, or a title that a person recognises
 * @param uid globally unique; a Job that is created again with the same name is another task
 * @param labels the object's labels
 */
public record TaskIdentity(String kind, String namespace, String name, String uid, Map<String, String> labels) {

    public TaskIdentity {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
    }
}
