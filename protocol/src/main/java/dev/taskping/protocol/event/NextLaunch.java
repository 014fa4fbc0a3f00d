package dev.taskping.protocol.event;

import java.util.Map;

/**
 * Something that may be launched in answer to a task.
 *
 * @param template name of a LaunchTemplate in the task's namespace
 * @param parameters its parameters as text, by name; the template gives them their types
 */
public record NextLaunch(String template, Map<String, String> parameters) {

    public NextLaunch {
        parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    }
}
