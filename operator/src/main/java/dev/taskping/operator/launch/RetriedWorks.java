package dev.taskping.operator.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.crds.JobTemplate;
import dev.taskping.crds.Launch;
import dev.taskping.crds.LaunchTemplateSpec;
import dev.taskping.crds.NamedReference;
import dev.taskping.crds.TaskPing;
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
 * Finds the work of a Job that is to be done again. Where a Launch made the Job, its template and parameters are that work,
 * and the template's rules hold once more. Any other Job has to say by a label that this may be done: whoever may write the
 * Job approves it so.
 */
@ApplicationScoped
class RetriedWorks {

    private final KubernetesClient client;

    RetriedWorks(KubernetesClient client) {
        this.client = client;
    }

    /** The work of a Job. */
    sealed interface Origin {

        /**
         * A template, with the values it was launched with.
         *
         * @param template its name
         * @param parameters as text, by name
         */
        record Template(NamedReference template, Map<String, String> parameters) implements Origin {}

        /**
         * A Job without one.
         *
         * @param work its own spec, and what it is called
         */
        record OwnSpec(RequestedWork.Found work) implements Origin {}

        /**
         * Nothing.
         *
         * @param why reason and sentence
         */
        record None(RequestedWork.Missing why) implements Origin {}
    }

    /**
     * Where the work of that Job comes from.
     *
     * @param namespace of the Job and of all it came from
     * @param name of the Job, which may be gone if a Launch made it
     */
    Origin origin(String namespace, String name) {
        List<Launch> launches =
                client.resources(Launch.class).inNamespace(namespace).list().getItems();
        Set<String> seen = new HashSet<>();
        String root = name;
        Optional<Launch> launch = maker(launches, root);
        while (launch.isPresent() && seen.add(root)) {
            NamedReference template = launch.get().getSpec().templateRef();
            if (template != null) {
                return new Origin.Template(template, launch.get().getSpec().parameters());
            }
            NamedReference before = launch.get().getSpec().retryOf();
            root = before == null ? root : before.name();
            launch = maker(launches, root);
        }
        return ownSpec(namespace, name, root);
    }

    /** A Launch's record of its Job counts, not a label at the Job, which anybody may write who may write Jobs. */
    private static Optional<Launch> maker(List<Launch> launches, String job) {
        return launches.stream()
                .filter(launch -> launch.getStatus() != null
                        && launch.getStatus().jobRef() != null
                        && launch.getStatus().jobRef().name().equals(job))
                .findFirst();
    }

    private Origin ownSpec(String namespace, String name, String root) {
        ObjectNode job = read(namespace, name);
        if (job == null) {
            return new Origin.None(new RequestedWork.Missing(
                    "TaskGone",
                    "Job '" + name + "' is not in namespace '" + namespace
                            + "' any more, and no Launch tells what it was; launch a template instead"));
        }
        if (!RetriedJob.isAllowed(job)) {
            return new Origin.None(new RequestedWork.Missing(
                    "RetryNotAllowed",
                    "Job '" + name
                            + "' was not made from a template, and whoever wrote it has not allowed to do it again;"
                            + " give it, or the jobTemplate it comes from, the label " + TaskPing.ALLOW_RETRY_LABEL
                            + ": \"true\""));
        }
        return new Origin.OwnSpec(new RequestedWork.Found(
                root,
                null,
                job.path("metadata").path("generation").asLong(),
                withoutRules(RetriedJob.template(job)),
                Map.of()));
    }

    /** Nothing but the label stands in the way of launchers. */
    private static LaunchTemplateSpec withoutRules(JobTemplate job) {
        return new LaunchTemplateSpec(null, List.of(), job, null, null, null, null, null);
    }

    /** As a tree, so that fields which this program does not know survive. */
    private @Nullable ObjectNode read(String namespace, String name) {
        GenericKubernetesResource job = client.genericKubernetesResources("batch/v1", "Job")
                .inNamespace(namespace)
                .withName(name)
                .get();
        return job == null ? null : client.getKubernetesSerialization().convertValue(job, ObjectNode.class);
    }
}
