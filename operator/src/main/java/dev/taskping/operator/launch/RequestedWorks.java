package dev.taskping.operator.launch;

import dev.taskping.crds.Launch;
import dev.taskping.crds.LaunchTemplate;
import dev.taskping.crds.NamedReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;

/** Finds what a Launch asks for. */
@ApplicationScoped
class RequestedWorks {

    private final KubernetesClient client;
    private final RetriedWorks retried;

    RequestedWorks(KubernetesClient client, RetriedWorks retried) {
        this.client = client;
        this.retried = retried;
    }

    /** Read where it is true: a template may have been approved a moment ago. */
    RequestedWork of(Launch launch) {
        NamedReference job = launch.getSpec().retryOf();
        String namespace = launch.getMetadata().getNamespace();
        if (job != null) {
            return ofJob(launch, namespace, job);
        }
        NamedReference template = Objects.requireNonNull(
                launch.getSpec().templateRef(), "the API server takes no Launch without either of both");
        return ofTemplate(namespace, template, launch.getSpec().parameters());
    }

    /** The values that it was launched with are those of the first time: all of them, and no others. */
    private RequestedWork ofJob(Launch launch, String namespace, NamedReference job) {
        if (!launch.getSpec().parameters().isEmpty()) {
            return new RequestedWork.Missing(
                    "InvalidParameters",
                    "What is done again takes no parameters: it is the same work; launch a template to change some");
        }
        return switch (retried.origin(namespace, job.name())) {
            case RetriedWorks.Origin.Template(NamedReference template, Map<String, String> parameters) ->
                ofTemplate(namespace, template, parameters);
            case RetriedWorks.Origin.OwnSpec(RequestedWork.Found work) -> work;
            case RetriedWorks.Origin.None(RequestedWork.Missing why) -> why;
        };
    }

    private RequestedWork ofTemplate(String namespace, NamedReference reference, Map<String, String> parameters) {
        LaunchTemplate template = client.resources(LaunchTemplate.class)
                .inNamespace(namespace)
                .withName(reference.name())
                .get();
        if (template == null) {
            return new RequestedWork.Missing(
                    "TemplateNotFound",
                    "There is no template '" + reference.name() + "' in namespace '" + namespace
                            + "'; 'kubectl get launchtemplates -n " + namespace + "' lists those there are");
        }
        return new RequestedWork.Found(
                reference.name(), reference, template.getMetadata().getGeneration(), template.getSpec(), parameters);
    }
}
