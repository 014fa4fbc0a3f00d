package dev.taskping.protocol.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The transitions of a task that the relay learns about. */
public enum TaskEventType {
    /** The task started to run. */
    STARTED("started"),
    /** The task made progress; {@link TaskData#progress()} says how much. A task can have many of these events. */
    PROGRESS("progress"),
    /** The task ended; {@link TaskData#outcome()} says how. */
    FINISHED("finished");

    private final String transition;

    TaskEventType(String transition) {
        this.transition = transition;
    }

    /** The short word in event ids, such as {@code finished}. */
    public String transition() {
        return transition;
    }

    /** The CloudEvents {@code type}, such as {@code dev.taskping.task.finished.v1}. */
    @JsonValue
    public String cloudEventType() {
        return "dev.taskping.task." + transition + ".v1";
    }

    /**
     * Finds the type with a CloudEvents name.
     *
     * @throws IllegalArgumentException if there is no such type; the message lists the known types
     */
    @JsonCreator
    public static TaskEventType ofCloudEventType(String name) {
        return Arrays.stream(values())
                .filter(type -> type.cloudEventType().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown event type '" + name + "'; known types are "
                        + Arrays.stream(values())
                                .map(TaskEventType::cloudEventType)
                                .toList()));
    }
}
