package dev.taskping.operator.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.crds.ChannelReference;
import dev.taskping.crds.Launch;
import dev.taskping.crds.LaunchSpec;
import dev.taskping.crds.LaunchStatus;
import dev.taskping.crds.TaskPing;
import dev.taskping.operator.manifest.JobManifest;
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

/** Whether a Launch may become a Job, and which one. Pure. */
sealed interface LaunchDecision {

    /**
     * It may.
     *
     * @param work what it was decided by
     * @param job the Job
     * @param demand the GPUs that it asks for
     */
    record Approved(RequestedWork.Found work, JobManifest job, GpuDemand demand) implements LaunchDecision {}

    /**
     * It may, if the person who asked says once more that it is meant.
     *
     * @param work what it was decided by
     * @param question a sentence that names what would be done
     * @param demand the GPUs that the Job would ask for
     */
    record Ask(RequestedWork.Found work, String question, GpuDemand demand) implements LaunchDecision {}

    /**
     * It may not.
     *
     * @param reason one CamelCase word
     * @param message a sentence for the person who asked
     */
    record Rejected(String reason, String message) implements LaunchDecision {}

    /**
     * What is known when it is decided.
     *
     * @param launch the Launch
     * @param work what it asks for
     * @param earlier the other Launches of the same template, if it has limits
     * @param task the task that was answered
     * @param now the time
     */
    record Facts(Launch launch, RequestedWork work, List<Launch> earlier, TaskContext task, Instant now) {}

    /** Decides. All that can be said at once is said before the person is asked, and holds again when the person agrees. */
    static LaunchDecision of(Facts facts) {
        return switch (facts.work()) {
            case RequestedWork.Missing missing -> new Rejected(missing.reason(), missing.message());
            case RequestedWork.Found found -> decide(facts, found);
        };
    }

    private static LaunchDecision decide(Facts facts, RequestedWork.Found work) {
        LaunchSpec.Requester person = facts.launch().getSpec().requestedBy();
        Optional<Rejected> refusal = ConfirmationCheck.refusal(facts.launch(), work)
                .or(() -> LaunchAccess.refusal(work.name(), work.spec().access(), person))
                .or(() -> LaunchHours.refusal(work.name(), work.spec().windows(), facts.now()));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return switch (ParameterValues.resolve(work.spec().parameters(), work.parameters(), facts.task())) {
            case ParameterValues.Result.Invalid invalid -> new Rejected("InvalidParameters", invalid.message());
            case ParameterValues.Result.Valid valid -> decide(facts, work, valid.values());
        };
    }

    private static LaunchDecision decide(Facts facts, RequestedWork.Found work, Map<String, JsonNode> parameters) {
        Optional<String> broken = Substitution.fault(work.spec());
        if (broken.isPresent()) {
            return new Rejected("InvalidTemplate", "Template '" + work.name() + "': " + broken.get());
        }
        Map<String, JsonNode> values =
                new HashMap<>(Substitution.ofParameters(work.spec().parameters(), parameters));
        Set<String> references = Substitution.references(work.spec().jobTemplate());
        Set<String> faults = new TreeSet<>();
        for (String reference : references) {
            if (reference.startsWith("task.")) {
                switch (facts.task().text(reference)) {
                    case TypedText.Value value -> values.put(reference, value.node());
                    case TypedText.Fault fault -> faults.add(fault.message());
                }
            }
        }
        if (!faults.isEmpty()) {
            return new Rejected("InvalidContext", String.join("; ", faults));
        }
        JobManifest job = manifest(facts.launch(), work, values);
        GpuDemand demand = GpuDemand.of(job);
        Optional<Rejected> limit =
                LaunchLimitCheck.refusal(work.name(), work.spec().limits(), demand, facts.earlier(), facts.now());
        if (limit.isPresent()) {
            return limit.get();
        }
        boolean asks = Boolean.TRUE.equals(work.spec().confirm()) && confirmation(facts.launch()) == null;
        return asks ? new Ask(work, question(work, parameters, demand), demand) : new Approved(work, job, demand);
    }

    private static JobManifest manifest(Launch launch, RequestedWork.Found work, Map<String, JsonNode> values) {
        Map<String, String> labels = new HashMap<>();
        labels.put(TaskPing.LAUNCH_LABEL, launch.getMetadata().getName());
        var rendered = Substitution.apply(work.spec().jobTemplate(), values);
        String name = JobNames.of(work.name(), launch.getMetadata().getUid());
        JobManifest job = JobManifest.of(rendered, name, launch, labels);
        Optional<String> channel = channelOfCause(launch);
        if (job.label(TaskPing.NOTIFY_LABEL).isEmpty() && channel.isPresent()) {
            labels.put(TaskPing.NOTIFY_LABEL, channel.get());
            job = JobManifest.of(rendered, name, launch, labels);
        }
        return job;
    }

    /** The new work reports where it was asked for, if that can be said by a label. */
    private static Optional<String> channelOfCause(Launch launch) {
        LaunchSpec.Cause cause = launch.getSpec().cause();
        ChannelReference channel = cause == null ? null : cause.channel();
        String namespace = launch.getMetadata().getNamespace();
        return Optional.ofNullable(channel)
                .filter(reference -> reference.namespace() == null || namespace.equals(reference.namespace()))
                .map(ChannelReference::name);
    }

    private static String question(RequestedWork.Found work, Map<String, JsonNode> parameters, GpuDemand demand) {
        String values = new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(value ->
                                value.getKey() + "=" + Substitution.text(Objects.requireNonNull(value.getValue())))
                        .collect(Collectors.joining(", "));
        return work.name() + (values.isEmpty() ? "" : " with " + values) + " would use " + demand.words()
                + "; say whether it is meant";
    }

    private static LaunchStatus.@Nullable Confirmation confirmation(Launch launch) {
        return launch.getStatus() == null ? null : launch.getStatus().confirmation();
    }
}
