package dev.taskping.crds.notifiedtask;

import dev.taskping.crds.CustomResourceJson;
import dev.taskping.crds.ObjectName;
import dev.taskping.crds.ParameterValues;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/**
 * A template that a reply may launch next.
 *
 * @param template the name of a LaunchTemplate in the same namespace
 * @param parameters values for the template's parameters, as text: write {@code epochs: "3"}
 */
@CustomResourceJson
public record NextLaunchTemplate(
        @Required @Size(max = ObjectName.LONGEST) @ValidationRule(value = ObjectName.RULE, message = ObjectName.MESSAGE)
                String template,
        @Size(max = 32) @ValidationRule(value = ParameterValues.NAMES_RULE, message = ParameterValues.NAMES_MESSAGE)
                Map<String, @Size(max = ParameterValues.LONGEST) String> parameters) {

    public NextLaunchTemplate {
        parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    }
}
