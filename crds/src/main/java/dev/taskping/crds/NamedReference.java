package dev.taskping.crds;

import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A reference to an object in the same namespace.
 *
 * @param name the object's name
 */
@CustomResourceJson
public record NamedReference(
        @Required @Size(max = ObjectName.LONGEST) @ValidationRule(value = ObjectName.RULE, message = ObjectName.MESSAGE)
                String name) {}
