package dev.taskping.operator.launch;

import dev.taskping.crds.Launch;
import dev.taskping.crds.LaunchTemplate;
import dev.taskping.crds.NamedReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Finds what a Launch asks for. */
@ApplicationScoped
class RequestedWorks {

    private final KubernetesClient client;

    RequestedWorks(KubernetesClient client) {
        this.client = client;
    }

    /** Read where it is true: a template may have been approved a moment ago. */
    RequestedWork of(Launch launch) {
        NamedReference template = launch.getSpec().templateRef();
        String namespace = launch.getMetadata().getNamespace();
        return template == null
                ? new RequestedWork.Missing("NotSupported", "This operator cannot do the work of a Job again")
                : ofTemplate(namespace, template, launch.getSpec().parameters());
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
