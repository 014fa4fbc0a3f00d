package dev.taskping.protocol.event;

import java.util.Map;

/**
 * Who a task is.
 *
 * @param kind {@code Job} in a cluster, {@code Session} for a command-line session
 * @param namespace the Kubernetes namespace, or the host's name for a session
 * @param name the object's name, or a title a person recognises
 * @param uid globally unique; a re-created Job of the same name is another task
 * @param labels the object's labels
 */
public record TaskIdentity(String kind, String namespace, String name, String uid, Map<String, String> labels) {

    public TaskIdentity {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
    }
}
