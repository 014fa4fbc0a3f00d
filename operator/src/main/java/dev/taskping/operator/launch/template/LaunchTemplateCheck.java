package dev.taskping.operator.launch.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.PatternSyntaxException;
import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.crds.launch.LaunchTemplateSpec;
import dev.taskping.crds.launch.LaunchTemplateSpec.Parameter;
import dev.taskping.crds.launch.LaunchTemplateSpec.ParameterType;
import dev.taskping.operator.jobcreation.JobManifest;
import dev.taskping.operator.launch.decision.GpuDemand;
import dev.taskping.operator.launch.decision.LaunchLimitCheck;
import dev.taskping.operator.launch.decision.LaunchWindowCheck;
import dev.taskping.operator.launch.parameter.ParameterResolver;
import dev.taskping.operator.launch.parameter.RepliedTaskVariables;
import dev.taskping.operator.launch.parameter.Substitution;
import dev.taskping.operator.launch.parameter.TypedValueParser;
import dev.taskping.operator.status.ConditionFinding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks a LaunchTemplate without the API server. Pure. */
sealed interface LaunchTemplateCheck {

    /**
     * The template is wrong.
     *
     * @param finding what is wrong
     */
    record Wrong(ConditionFinding finding) implements LaunchTemplateCheck {}

    /**
     * The template is right, as far as that can be said without the API server.
     *
     * @param job a Job for a dry run, made of the defaults, and of samples where there are none
     */
    record Sample(JobManifest job) implements LaunchTemplateCheck {}

    /**
     * The template is right, but there is no Job for a dry run.
     *
     * @param parameters the names of the parameters without a default for which no sample was found
     */
    record NoSample(List<String> parameters) implements LaunchTemplateCheck {}

    /** Checks parameters, defaults, references, windows and limits, and makes a Job for a dry run. */
    static LaunchTemplateCheck of(LaunchTemplate template) {
        LaunchTemplateSpec spec = template.getSpec();
        List<String> faults = new ArrayList<>();
        Map<String, JsonNode> values = new HashMap<>();
        List<String> without = new ArrayList<>();
        for (Parameter parameter : spec.parameters()) {
            patternFault(parameter).ifPresent(faults::add);
            boundsFault(parameter).ifPresent(faults::add);
            if (ParameterResolver.hasDefault(parameter)
                    && RepliedTaskVariables.reference(parameter.defaultValue()).isEmpty()) {
                ParameterResolver.defaultValue(parameter)
                        .ifPresentOrElse(
                                value -> values.put(parameter.name(), value),
                                () -> faults.add("default of " + parameter.name() + ": " + parameter.defaultValue()
                                        + " does not fit its type, bounds, pattern or values"));
            } else {
                SampleValue.of(parameter)
                        .ifPresentOrElse(
                                value -> values.put(parameter.name(), value), () -> without.add(parameter.name()));
            }
        }
        if (!faults.isEmpty()) {
            return new Wrong(ConditionFinding.no("InvalidParameters", String.join("; ", faults)));
        }
        Optional<String> reference = Substitution.fault(spec);
        if (reference.isPresent()) {
            return new Wrong(ConditionFinding.no("UnknownParameter", reference.get()));
        }
        Optional<String> window = Stream.ofNullable(spec.windows())
                .flatMap(List::stream)
                .flatMap(opening -> LaunchWindowCheck.fault(opening).stream())
                .findFirst();
        if (window.isPresent()) {
            return new Wrong(ConditionFinding.no("InvalidWindows", window.get()));
        }
        if (!without.isEmpty()) {
            return new NoSample(without);
        }
        JobManifest job = sample(template, values);
        return LaunchLimitCheck.fault(spec.limits(), GpuDemand.of(job))
                .<LaunchTemplateCheck>map(fault -> new Wrong(ConditionFinding.no("InvalidLimits", fault)))
                .orElseGet(() -> new Sample(job));
    }

    private static JobManifest sample(LaunchTemplate template, Map<String, JsonNode> parameters) {
        LaunchTemplateSpec spec = template.getSpec();
        Map<String, JsonNode> values = new HashMap<>(Substitution.valuesOf(spec.parameters(), parameters));
        for (String reference : Substitution.references(spec.jobTemplate())) {
            if (reference.startsWith("task.")) {
                values.put(reference, TextNode.valueOf("example"));
            }
        }
        String name = template.getMetadata().getName();
        return JobManifest.of(
                Substitution.apply(spec.jobTemplate(), values),
                (name.length() > 50 ? name.substring(0, 50) : name).replace('.', '-') + "-dry-run",
                template,
                Map.of(WellKnownNames.LAUNCH_LABEL, "dry-run"));
    }

    /** The bounds of durations, which the schema cannot compare. */
    private static Optional<String> boundsFault(Parameter parameter) {
        String atLeast = parameter.atLeast();
        String atMost = parameter.atMost();
        if (parameter.type() != ParameterType.DURATION || atLeast == null || atMost == null) {
            return Optional.empty();
        }
        Optional<BigDecimal> least = TypedValueParser.duration(atLeast);
        Optional<BigDecimal> most = TypedValueParser.duration(atMost);
        boolean crossed = least.isPresent() && most.isPresent() && least.get().compareTo(most.get()) > 0;
        return crossed
                ? Optional.of("bounds of " + parameter.name()
                        + ": atLeast is greater than atMost, so no value is valid; swap the two")
                : Optional.empty();
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
