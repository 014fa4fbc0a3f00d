package dev.taskping.relay.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be asked for in answer to a task. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Verb.Launch.class, name = "launch"),
    @JsonSubTypes.Type(value = Verb.Logs.class, name = "logs"),
    @JsonSubTypes.Type(value = Verb.Status.class, name = "status"),
    @JsonSubTypes.Type(value = Verb.Help.class, name = "help")
})
public sealed interface Verb {

    /**
     * Create work from an approved template.
     *
     * @param template the template's name; absent for the task's next one
     * @param parameters as text, by name
     */
    record Launch(@Nullable String template, Map<String, String> parameters) implements Verb {
        public Launch {
            parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
        }
    }

    /**
     * Show the log's end.
     *
     * @param lines how many lines of it
     */
    record Logs(int lines) implements Verb {
        /** Lines shown when no number is given. */
        public static final int DEFAULT_LINES = 20;
    }

    /** Say how the task is doing. */
    record Status() implements Verb {}

    /** Say what can be asked for. */
    record Help() implements Verb {}
}
