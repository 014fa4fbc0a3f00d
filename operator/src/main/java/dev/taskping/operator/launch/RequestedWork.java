package dev.taskping.operator.launch;

import dev.taskping.crds.LaunchTemplateSpec;
import dev.taskping.crds.NamedReference;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a Launch asks for, as far as there is such a thing. */
sealed interface RequestedWork {

    /**
     * It is there.
     *
     * @param name what it is called: a template's name, or that of a Job that was made without one
     * @param template the LaunchTemplate whose rules hold; absent: a Job that may be done again without one
     * @param generation of the object that says what the work is
     * @param spec what is launched, by whom, when, how much of it
     * @param parameters as text, by name
     */
    record Found(
            String name,
            @Nullable NamedReference template,
            long generation,
            LaunchTemplateSpec spec,
            Map<String, String> parameters)
            implements RequestedWork {

        /** The outputs of the task that was answered which this work takes up. */
        Set<String> neededOutputs() {
            Set<String> references = new TreeSet<>(Substitution.references(spec.jobTemplate()));
            spec.parameters().stream()
                    .filter(parameter -> !parameters.containsKey(parameter.name()))
                    .filter(ParameterValues::hasDefault)
                    .flatMap(parameter -> TaskContext.reference(parameter.defaultValue()).stream())
                    .forEach(references::add);
            parameters.values().stream()
                    .flatMap(text -> TaskContext.reference(text).stream())
                    .forEach(references::add);
            return TaskContext.outputs(references);
        }
    }

    /**
     * It is not.
     *
     * @param reason one CamelCase word
     * @param message a sentence for the person who asked
     */
    record Missing(String reason, String message) implements RequestedWork {}
}
