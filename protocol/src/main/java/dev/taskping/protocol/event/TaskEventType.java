package dev.taskping.protocol.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The transitions of a task that are told to the relay. */
public enum TaskEventType {
    /** The task began to run. */
    STARTED("started"),
    /** The task has come further; {@link TaskData#progress()} says how far. There may be many. */
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
     * The type with that CloudEvents name.
     *
     * @throws IllegalArgumentException naming the known types, if there is none
     */
    @JsonCreator
    public static TaskEventType ofCloudEventType(String name) {
        return Arrays.stream(values())
                .filter(type -> type.cloudEventType().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown event type '" + name + "'; known are "
                        + Arrays.stream(values())
                                .map(TaskEventType::cloudEventType)
                                .toList()));
    }
}
