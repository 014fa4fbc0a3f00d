package dev.taskping.operator.launch.decision;

import dev.taskping.crds.NamedReference;
import dev.taskping.crds.launch.LaunchTemplateSpec;
import dev.taskping.operator.launch.parameter.ParameterResolver;
import dev.taskping.operator.launch.parameter.RepliedTaskVariables;
import dev.taskping.operator.launch.parameter.Substitution;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a Launch is to run: a template, or a Job that is retried. */
public sealed interface LaunchSource {

    /**
     * The source exists.
     *
     * @param name the name of the template, or of a Job that was created without one
     * @param template the LaunchTemplate whose rules apply; absent: a Job that allows retries
     * @param generation the generation of the template or Job
     * @param spec the Job's template and the rules for launching it
     * @param parameters the given parameters as text, by name
     */
    record Found(
            String name,
            @Nullable NamedReference template,
            long generation,
            LaunchTemplateSpec spec,
            Map<String, String> parameters)
            implements LaunchSource {

        /** The keys of the task's outputs that the Job or its parameters refer to. */
        public Set<String> neededOutputs() {
            Set<String> references = new TreeSet<>(Substitution.references(spec.jobTemplate()));
            spec.parameters().stream()
                    .filter(parameter -> !parameters.containsKey(parameter.name()))
                    .filter(ParameterResolver::hasDefault)
                    .flatMap(parameter -> RepliedTaskVariables.reference(parameter.defaultValue()).stream())
                    .forEach(references::add);
            parameters.values().stream()
                    .flatMap(text -> RepliedTaskVariables.reference(text).stream())
                    .forEach(references::add);
            return RepliedTaskVariables.outputKeys(references);
        }
    }

    /**
     * The source does not exist, or may not be used.
     *
     * @param reason one CamelCase word
     * @param message a sentence for the person who asked
     */
    record Missing(String reason, String message) implements LaunchSource {}
}
