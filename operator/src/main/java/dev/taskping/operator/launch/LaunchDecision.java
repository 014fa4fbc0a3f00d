package dev.taskping.operator.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.crds.ChannelReference;
import dev.taskping.crds.Launch;
import dev.taskping.crds.LaunchSpec;
import dev.taskping.crds.LaunchTemplate;
import dev.taskping.crds.LaunchTemplateSpec;
import dev.taskping.crds.TaskPing;
import dev.taskping.operator.manifest.JobManifest;
import dev.taskping.protocol.channel.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether a Launch may become a Job, and which one. Pure. */
sealed interface LaunchDecision {

    /**
     * It may.
     *
     * @param job the Job
     */
    record Approved(JobManifest job) implements LaunchDecision {}

    /**
     * It may not.
     *
     * @param reason one CamelCase word
     * @param message a sentence for the person who asked
     */
    record Rejected(String reason, String message) implements LaunchDecision {}

    /** Decides. */
    static LaunchDecision of(Launch launch, Optional<LaunchTemplate> named) {
        LaunchSpec spec = launch.getSpec();
        String name = spec.templateRef().name();
        if (named.isEmpty()) {
            return new Rejected(
                    "TemplateNotFound",
                    "There is no template '" + name + "' in namespace '"
                            + launch.getMetadata().getNamespace() + "'; 'kubectl get launchtemplates -n "
                            + launch.getMetadata().getNamespace() + "' lists those there are");
        }
        LaunchTemplateSpec template = named.get().getSpec();
        Role role = spec.requestedBy().role();
        List<Role> roles = roles(template);
        if (roles.stream().noneMatch(role::includes)) {
            return new Rejected(
                    "RoleNotAllowed",
                    spec.requestedBy().name() + " is " + word(role) + ", and template '" + name + "' is for "
                            + String.join(
                                    " or ",
                                    roles.stream().map(LaunchDecision::word).toList())
                            + "; ask whoever manages the channel for that role");
        }
        return switch (ParameterValues.resolve(template.parameters(), spec.parameters())) {
            case ParameterValues.Result.Invalid invalid -> new Rejected("InvalidParameters", invalid.message());
            case ParameterValues.Result.Valid valid -> render(launch, template, valid.values());
        };
    }

    private static LaunchDecision render(Launch launch, LaunchTemplateSpec template, Map<String, JsonNode> values) {
        Set<String> undeclared = Substitution.references(template.jobTemplate());
        undeclared.removeAll(values.keySet());
        if (!undeclared.isEmpty()) {
            return new Rejected(
                    "InvalidTemplate",
                    "The template uses parameters that it does not declare: " + String.join(", ", undeclared));
        }
        Map<String, String> labels = new HashMap<>();
        labels.put(TaskPing.LAUNCH_LABEL, launch.getMetadata().getName());
        var rendered = Substitution.apply(template.jobTemplate(), values);
        JobManifest job = JobManifest.of(rendered, JobNames.of(launch), launch, labels);
        if (job.label(TaskPing.NOTIFY_LABEL).isEmpty()) {
            Optional<String> channel = channelOfCause(launch);
            if (channel.isPresent()) {
                labels.put(TaskPing.NOTIFY_LABEL, channel.get());
                job = JobManifest.of(rendered, JobNames.of(launch), launch, labels);
            }
        }
        return new Approved(job);
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

    private static List<Role> roles(LaunchTemplateSpec template) {
        LaunchTemplateSpec.Access access = template.access();
        return access == null ? List.of(Role.LAUNCHER) : access.roles();
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
