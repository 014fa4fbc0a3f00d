package dev.taskping.operator.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.crds.JobTemplate;
import dev.taskping.crds.NamedReference;
import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchTemplateSpec;
import dev.taskping.operator.launch.decision.LaunchSource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resolves what a retry of a Job runs. If a Launch created the Job, the retry runs the Launch's template with the same
 * parameters, and the template's rules apply again. Any other Job needs a label that allows retries; with it the Job's author
 * approves them.
 */
@ApplicationScoped
class RetrySourceResolver {

    private final KubernetesClient client;

    RetrySourceResolver(KubernetesClient client) {
        this.client = client;
    }

    /** Where the work of a Job comes from. */
    sealed interface Origin {

        /**
         * A template, with the parameters of its Launch.
         *
         * @param template its name
         * @param parameters as text, by name
         */
        record Template(NamedReference template, Map<String, String> parameters) implements Origin {}

        /**
         * The Job's own spec.
         *
         * @param source the spec as the source of a Launch
         */
        record OwnSpec(LaunchSource.Found source) implements Origin {}

        /**
         * Nothing: the Job cannot be retried.
         *
         * @param why reason and message
         */
        record None(LaunchSource.Missing why) implements Origin {}
    }

    /**
     * Where the work of a Job comes from.
     *
     * @param namespace the Job's namespace
     * @param name the Job's name; the Job may be deleted if a Launch created it
     */
    Origin origin(String namespace, String name) {
        List<Launch> launches =
                client.resources(Launch.class).inNamespace(namespace).list().getItems();
        Set<String> seen = new HashSet<>();
        String root = name;
        Optional<Launch> launch = creator(launches, root);
        while (launch.isPresent() && seen.add(root)) {
            NamedReference template = launch.get().getSpec().templateRef();
            if (template != null) {
                return new Origin.Template(template, launch.get().getSpec().parameters());
            }
            NamedReference before = launch.get().getSpec().retryOf();
            root = before == null ? root : before.name();
            launch = creator(launches, root);
        }
        return ownSpec(namespace, name, root);
    }

    /** The Launch whose status names the Job. The label on the Job does not count: everybody who may write Jobs may write it. */
    private static Optional<Launch> creator(List<Launch> launches, String job) {
        return launches.stream()
                .filter(launch -> launch.getStatus() != null
                        && launch.getStatus().jobRef() != null
                        && launch.getStatus().jobRef().name().equals(job))
                .findFirst();
    }

    private Origin ownSpec(String namespace, String name, String root) {
        ObjectNode job = read(namespace, name);
        if (job == null) {
            return new Origin.None(new LaunchSource.Missing(
                    "TaskGone",
                    "Job '" + name + "' is not in namespace '" + namespace
                            + "' any more, and no Launch created it; launch a template instead"));
        }
        if (!RetryTemplate.isAllowed(job)) {
            return new Origin.None(new LaunchSource.Missing(
                    "RetryNotAllowed",
                    "Job '" + name
                            + "' does not come from a template, and does not allow retries;"
                            + " give it, or the jobTemplate it comes from, the label "
                            + WellKnownNames.ALLOW_RETRY_LABEL
                            + ": \"true\""));
        }
        return new Origin.OwnSpec(new LaunchSource.Found(
                root,
                null,
                job.path("metadata").path("generation").asLong(),
                withoutRules(RetryTemplate.template(job)),
                Map.of()));
    }

    /** A template without rules: the label alone allows launchers to retry the Job. */
    private static LaunchTemplateSpec withoutRules(JobTemplate job) {
        return new LaunchTemplateSpec(null, List.of(), job, null, null, null, null, null);
    }

    /** Reads the Job as a tree, which keeps fields that the Java model does not know. */
    private @Nullable ObjectNode read(String namespace, String name) {
        GenericKubernetesResource job = client.genericKubernetesResources("batch/v1", "Job")
                .inNamespace(namespace)
                .withName(name)
                .get();
        return job == null ? null : client.getKubernetesSerialization().convertValue(job, ObjectNode.class);
    }
}
