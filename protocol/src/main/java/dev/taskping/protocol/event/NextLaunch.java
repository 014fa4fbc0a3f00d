package dev.taskping.protocol.event;

import java.util.Map;

/**
 * A launch that a reply to a task's message may start.
 *
 * @param template the name of a LaunchTemplate in the task's namespace
 * @param parameters parameter values as text, by name; the template defines their types
 */
public record NextLaunch(String template, Map<String, String> parameters) {

    public NextLaunch {
        parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    }
}
