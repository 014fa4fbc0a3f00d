package dev.taskping.operator.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.PatternSyntaxException;
import dev.taskping.crds.LaunchTemplate;
import dev.taskping.crds.LaunchTemplateSpec;
import dev.taskping.crds.LaunchTemplateSpec.Parameter;
import dev.taskping.crds.LaunchTemplateSpec.ParameterType;
import dev.taskping.crds.TaskPing;
import dev.taskping.operator.condition.ReadyCondition;
import dev.taskping.operator.manifest.JobManifest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
            boundsFault(parameter).ifPresent(faults::add);
            if (ParameterValues.hasDefault(parameter)
                    && TaskContext.reference(parameter.defaultValue()).isEmpty()) {
                ParameterValues.defaultValue(parameter)
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
            return new Wrong(ReadyCondition.no("InvalidParameters", String.join("; ", faults)));
        }
        Optional<String> reference = Substitution.fault(spec);
        if (reference.isPresent()) {
            return new Wrong(ReadyCondition.no("UnknownParameter", reference.get()));
        }
        Optional<String> window = Stream.ofNullable(spec.windows())
                .flatMap(List::stream)
                .flatMap(opening -> LaunchHours.fault(opening).stream())
                .findFirst();
        if (window.isPresent()) {
            return new Wrong(ReadyCondition.no("InvalidWindows", window.get()));
        }
        if (!without.isEmpty()) {
            return new NoSample(without);
        }
        JobManifest job = sample(template, values);
        return LaunchLimitCheck.fault(spec.limits(), GpuDemand.of(job))
                .<TemplateCheck>map(fault -> new Wrong(ReadyCondition.no("InvalidLimits", fault)))
                .orElseGet(() -> new Sample(job));
    }

    private static JobManifest sample(LaunchTemplate template, Map<String, JsonNode> parameters) {
        LaunchTemplateSpec spec = template.getSpec();
        Map<String, JsonNode> values = new HashMap<>(Substitution.ofParameters(spec.parameters(), parameters));
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
                Map.of(TaskPing.LAUNCH_LABEL, "dry-run"));
    }

    /** What the schema cannot say of durations. */
    private static Optional<String> boundsFault(Parameter parameter) {
        String atLeast = parameter.atLeast();
        String atMost = parameter.atMost();
        if (parameter.type() != ParameterType.DURATION || atLeast == null || atMost == null) {
            return Optional.empty();
        }
        Optional<BigDecimal> least = TypedText.duration(atLeast);
        Optional<BigDecimal> most = TypedText.duration(atMost);
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
