package dev.taskping.operator.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.PatternSyntaxException;
import dev.taskping.crds.LaunchTemplate;
import dev.taskping.crds.LaunchTemplateSpec;
import dev.taskping.crds.LaunchTemplateSpec.Parameter;
import dev.taskping.crds.TaskPing;
import dev.taskping.operator.condition.ReadyCondition;
import dev.taskping.operator.manifest.JobManifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be said of a template before the API server is asked. Pure. */
sealed interface TemplateCheck {

    /**
     * It is wrong in itself.
     *
     * @param finding what is wrong
     */
    record Wrong(ReadyCondition finding) implements TemplateCheck {}

    /**
     * A Job that the API server can be asked about.
     *
     * @param job made of the defaults, and of samples where there are none
     */
    record Sample(JobManifest job) implements TemplateCheck {}

    /**
     * No sample could be found for a parameter without default, so there is no Job to ask about.
     *
     * @param parameters their names
     */
    record NoSample(List<String> parameters) implements TemplateCheck {}

    /** Checks parameters, defaults and references, and makes a sample. */
    static TemplateCheck of(LaunchTemplate template) {
        LaunchTemplateSpec spec = template.getSpec();
        List<String> faults = new ArrayList<>();
        Map<String, JsonNode> values = new HashMap<>();
        List<String> without = new ArrayList<>();
        for (Parameter parameter : spec.parameters()) {
            patternFault(parameter).ifPresent(faults::add);
            if (ParameterValues.hasDefault(parameter)) {
                ParameterValues.defaultValue(parameter)
                        .ifPresentOrElse(
                                value -> values.put(parameter.name(), value),
                                () -> faults.add("default of " + parameter.name() + ": " + parameter.defaultValue()
                                        + " does not fit its type, range, pattern or values"));
            } else {
                SampleValue.of(parameter)
                        .ifPresentOrElse(
                                value -> values.put(parameter.name(), value), () -> without.add(parameter.name()));
            }
        }
        if (!faults.isEmpty()) {
            return new Wrong(ReadyCondition.no("InvalidParameters", String.join("; ", faults)));
        }
        Set<String> declared = spec.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
        Set<String> undeclared = Substitution.references(spec.jobTemplate());
        undeclared.removeAll(declared);
        if (!undeclared.isEmpty()) {
            return new Wrong(ReadyCondition.no(
                    "UnknownParameter",
                    "jobTemplate uses " + String.join(", ", undeclared)
                            + ", which parameters does not declare; declare it or correct the name"));
        }
        if (!without.isEmpty()) {
            return new NoSample(without);
        }
        String name = template.getMetadata().getName();
        return new Sample(JobManifest.of(
                Substitution.apply(spec.jobTemplate(), values),
                (name.length() > 50 ? name.substring(0, 50) : name).replace('.', '-') + "-dry-run",
                template,
                Map.of(TaskPing.LAUNCH_LABEL, "dry-run")));
    }

    private static Optional<String> patternFault(Parameter parameter) {
        String pattern = parameter.pattern();
        if (pattern == null) {
            return Optional.empty();
        }
        try {
            com.google.re2j.Pattern.compile(pattern);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("pattern of " + parameter.name() + ": " + e.getMessage()
                    + "; RE2 has no back references and no look-around");
        }
    }
}
