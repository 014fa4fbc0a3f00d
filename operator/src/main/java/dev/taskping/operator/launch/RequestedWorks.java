package dev.taskping.operator.launch;

import dev.taskping.crds.Launch;
import dev.taskping.crds.LaunchSpec.Requester;
import dev.taskping.crds.LaunchTemplate;
import dev.taskping.crds.NamedReference;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds what a Launch asks for. */
@ApplicationScoped
class RequestedWorks {

    private static final long LOOKED_AT = 200;
    private static final int NAMED = 10;

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
        return ofTemplate(launch, template, launch.getSpec().parameters());
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
                ofTemplate(launch, template, parameters);
            case RetriedWorks.Origin.OwnSpec(RequestedWork.Found work) -> work;
            case RetriedWorks.Origin.None(RequestedWork.Missing why) -> why;
        };
    }

    private RequestedWork ofTemplate(Launch launch, NamedReference reference, Map<String, String> parameters) {
        String namespace = launch.getMetadata().getNamespace();
        LaunchTemplate template = client.resources(LaunchTemplate.class)
                .inNamespace(namespace)
                .withName(reference.name())
                .get();
        if (template == null) {
            return new RequestedWork.Missing(
                    "TemplateNotFound",
                    "There is no template '" + reference.name() + "' in namespace '" + namespace + "'; "
                            + others(namespace, launch.getSpec().requestedBy()));
        }
        return new RequestedWork.Found(
                reference.name(), reference, template.getMetadata().getGeneration(), template.getSpec(), parameters);
    }

    /** What that person can say instead: whoever sits in a train has no kubectl. */
    private String others(String namespace, Requester person) {
        List<String> names = client
                .resources(LaunchTemplate.class)
                .inNamespace(namespace)
                .list(new ListOptionsBuilder().withLimit(LOOKED_AT).build())
                .getItems()
                .stream()
                .filter(template -> LaunchAccess.refusal(
                                template.getMetadata().getName(),
                                template.getSpec().access(),
                                person)
                        .isEmpty())
                .map(template -> template.getMetadata().getName())
                .sorted()
                .toList();
        return names.isEmpty()
                ? "there is none there that " + person.name() + " may launch"
                : "you may launch " + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                        + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }
}
