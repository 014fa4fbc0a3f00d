package dev.taskping.crds;

import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/**
 * Something that a reply may launch next.
 *
 * @param template name of a LaunchTemplate in the same namespace
 * @param parameters values for its parameters, as text
 */
public record NextLaunchTemplate(
        @Required @Size(min = 1, max = 253) String template, @Size(max = 32) Map<String, String> parameters) {

    public NextLaunchTemplate {
        parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    }
}
