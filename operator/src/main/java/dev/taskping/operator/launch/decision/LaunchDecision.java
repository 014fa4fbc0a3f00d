package dev.taskping.operator.launch.decision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.channel.ChannelReference;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchSpec;
import dev.taskping.crds.launch.LaunchStatus;
import dev.taskping.operator.jobcreation.JobManifest;
import dev.taskping.operator.launch.parameter.ParameterResolver;
import dev.taskping.operator.launch.parameter.ParsedParameter;
import dev.taskping.operator.launch.parameter.RepliedTaskVariables;
import dev.taskping.operator.launch.parameter.Substitution;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides whether a Launch becomes a Job, and which one. Pure. */
public sealed interface LaunchDecision {

    /**
     * The Launch becomes a Job.
     *
     * @param source what it runs
     * @param job the Job
     * @param demand the GPUs that the Job requests
     */
    record Approved(LaunchSource.Found source, JobManifest job, GpuDemand demand) implements LaunchDecision {}

    /**
     * The Launch becomes a Job if the person who asked for it confirms.
     *
     * @param source what it would run
     * @param question a sentence that says what would be done
     * @param demand the GPUs that the Job would request
     */
    record Ask(LaunchSource.Found source, String question, GpuDemand demand) implements LaunchDecision {}

    /**
     * The Launch does not become a Job.
     *
     * @param reason one CamelCase word
     * @param message a sentence for the person who asked
     */
    record Rejected(String reason, String message) implements LaunchDecision {}

    /**
     * What the decision is based on.
     *
     * @param launch the Launch
     * @param source what it is to run
     * @param earlier the other Launches of the same template, if the template has limits
     * @param task the variables of the task that the person replied to
     * @param now the time
     */
    record Facts(Launch launch, LaunchSource source, List<Launch> earlier, RepliedTaskVariables task, Instant now) {}

    /** Decides. All checks run before the person is asked to confirm, and run again after the confirmation. */
    static LaunchDecision of(Facts facts) {
        return switch (facts.source()) {
            case LaunchSource.Missing missing -> new Rejected(missing.reason(), missing.message());
            case LaunchSource.Found found -> decide(facts, found);
        };
    }

    private static LaunchDecision decide(Facts facts, LaunchSource.Found source) {
        LaunchSpec.Requester person = facts.launch().getSpec().requestedBy();
        Optional<Rejected> refusal = ConfirmationCheck.refusal(facts.launch(), source)
                .or(() -> LaunchAccessCheck.refusal(
                        source.name(),
                        facts.launch().getMetadata().getNamespace(),
                        source.spec().access(),
                        person))
                .or(() -> LaunchWindowCheck.refusal(source.name(), source.spec().windows(), facts.now()));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return switch (ParameterResolver.resolve(source.spec().parameters(), source.parameters(), facts.task())) {
            case ParameterResolver.Result.Invalid invalid -> new Rejected("InvalidParameters", invalid.message());
            case ParameterResolver.Result.Valid valid -> decide(facts, source, valid.values());
        };
    }

    private static LaunchDecision decide(Facts facts, LaunchSource.Found source, Map<String, JsonNode> parameters) {
        Optional<String> broken = Substitution.fault(source.spec());
        if (broken.isPresent()) {
            return new Rejected("InvalidTemplate", "Template '" + source.name() + "': " + broken.get());
        }
        Map<String, JsonNode> values =
                new HashMap<>(Substitution.valuesOf(source.spec().parameters(), parameters));
        Set<String> references = Substitution.references(source.spec().jobTemplate());
        Set<String> faults = new TreeSet<>();
        for (String reference : references) {
            if (reference.startsWith("task.")) {
                switch (facts.task().text(reference)) {
                    case ParsedParameter.Value value -> values.put(reference, value.node());
                    case ParsedParameter.Fault fault -> faults.add(fault.message());
                }
            }
        }
        if (!faults.isEmpty()) {
            return new Rejected("InvalidContext", String.join("; ", faults));
        }
        JobManifest job = manifest(facts.launch(), source, values);
        GpuDemand demand = GpuDemand.of(job);
        Optional<Rejected> limit =
                LaunchLimitCheck.refusal(source.name(), source.spec().limits(), demand, facts.earlier(), facts.now());
        if (limit.isPresent()) {
            return limit.get();
        }
        boolean asks = Boolean.TRUE.equals(source.spec().confirm()) && confirmation(facts.launch()) == null;
        return asks ? new Ask(source, question(source, parameters, demand), demand) : new Approved(source, job, demand);
    }

    private static JobManifest manifest(Launch launch, LaunchSource.Found source, Map<String, JsonNode> values) {
        Map<String, String> labels = new HashMap<>();
        labels.put(WellKnownNames.LAUNCH_LABEL, launch.getMetadata().getName());
        var rendered = Substitution.apply(source.spec().jobTemplate(), values);
        String name = JobNames.of(source.name(), launch.getMetadata().getUid());
        JobManifest job = JobManifest.of(rendered, name, launch, labels, requester(launch));
        Optional<String> channel = channelOfCause(launch);
        if (job.label(WellKnownNames.NOTIFY_LABEL).isEmpty() && channel.isPresent()) {
            labels.put(WellKnownNames.NOTIFY_LABEL, channel.get());
            job = JobManifest.of(rendered, name, launch, labels, requester(launch));
        }
        return job;
    }

    /** The annotation that tells who asked. Only the operator writes Launches of commands; the API server checks that. */
    private static Map<String, String> requester(Launch launch) {
        LaunchSpec.Requester by = launch.getSpec().requestedBy();
        LaunchSpec.Cause cause = launch.getSpec().cause();
        if (cause == null || cause.commandId() == null) {
            return Map.of(WellKnownNames.REQUESTED_BY_USER_ANNOTATION, by.name());
        }
        return Map.of(
                WellKnownNames.REQUESTED_BY_PERSON_ANNOTATION,
                by.namespace() == null ? by.name() : by.namespace() + "/" + by.name());
    }

    /** The channel in which the person asked, if a label on the Job can name it; the Job then notifies that channel. */
    private static Optional<String> channelOfCause(Launch launch) {
        LaunchSpec.Cause cause = launch.getSpec().cause();
        ChannelReference channel = cause == null ? null : cause.channel();
        String namespace = launch.getMetadata().getNamespace();
        return Optional.ofNullable(channel)
                .filter(reference -> reference.namespace() == null || namespace.equals(reference.namespace()))
                .map(ChannelReference::name);
    }

    private static String question(LaunchSource.Found source, Map<String, JsonNode> parameters, GpuDemand demand) {
        String values = new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(value ->
                                value.getKey() + "=" + Substitution.text(Objects.requireNonNull(value.getValue())))
                        .collect(Collectors.joining(", "));
        return source.name() + (values.isEmpty() ? "" : " with " + values) + " would use " + demand.text()
                + "; confirm or decline";
    }

    private static LaunchStatus.@Nullable Confirmation confirmation(Launch launch) {
        return launch.getStatus() == null ? null : launch.getStatus().confirmation();
    }
}
