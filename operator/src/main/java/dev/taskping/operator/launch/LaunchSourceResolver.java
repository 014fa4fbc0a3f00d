package dev.taskping.operator.launch;

import dev.taskping.crds.NamedReference;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchSpec.Requester;
import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.operator.launch.decision.LaunchAccessCheck;
import dev.taskping.operator.launch.decision.LaunchSource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Resolves what a Launch is to run. */
@ApplicationScoped
class LaunchSourceResolver {

    private static final long MOST_LISTED = 200;
    private static final int MOST_NAMED = 10;

    private final KubernetesClient client;
    private final RetrySourceResolver retries;

    LaunchSourceResolver(KubernetesClient client, RetrySourceResolver retries) {
        this.client = client;
        this.retries = retries;
    }

    /** Resolves by asking the API server: a template may have been created just now. */
    LaunchSource resolve(Launch launch) {
        NamedReference job = launch.getSpec().retryOf();
        String namespace = launch.getMetadata().getNamespace();
        if (job != null) {
            return ofJob(launch, namespace, job);
        }
        NamedReference template =
                Objects.requireNonNull(launch.getSpec().templateRef(), "the schema requires templateRef or retryOf");
        return ofTemplate(launch, template, launch.getSpec().parameters());
    }

    /** A retry has the parameters of the first run, and no others. */
    private LaunchSource ofJob(Launch launch, String namespace, NamedReference job) {
        if (!launch.getSpec().parameters().isEmpty()) {
            return new LaunchSource.Missing(
                    "InvalidParameters",
                    "A retry takes no parameters, because it runs the same work; launch a template to change some");
        }
        return switch (retries.origin(namespace, job.name())) {
            case RetrySourceResolver.Origin.Template(NamedReference template, Map<String, String> parameters) ->
                ofTemplate(launch, template, parameters);
            case RetrySourceResolver.Origin.OwnSpec(LaunchSource.Found source) -> source;
            case RetrySourceResolver.Origin.None(LaunchSource.Missing why) -> why;
        };
    }

    private LaunchSource ofTemplate(Launch launch, NamedReference reference, Map<String, String> parameters) {
        String namespace = launch.getMetadata().getNamespace();
        LaunchTemplate template = client.resources(LaunchTemplate.class)
                .inNamespace(namespace)
                .withName(reference.name())
                .get();
        if (template == null) {
            return new LaunchSource.Missing(
                    "TemplateNotFound",
                    "There is no template '" + reference.name() + "' in namespace '" + namespace + "'; "
                            + others(namespace, launch.getSpec().requestedBy()));
        }
        return new LaunchSource.Found(
                reference.name(), reference, template.getMetadata().getGeneration(), template.getSpec(), parameters);
    }

    /** What that person can launch instead: a person with a phone cannot ask kubectl. */
    private String others(String namespace, Requester person) {
        List<String> names = client
                .resources(LaunchTemplate.class)
                .inNamespace(namespace)
                .list(new ListOptionsBuilder().withLimit(MOST_LISTED).build())
                .getItems()
                .stream()
                .filter(template -> LaunchAccessCheck.refusal(
                                template.getMetadata().getName(),
                                namespace,
                                template.getSpec().access(),
                                person)
                        .isEmpty())
                .map(template -> template.getMetadata().getName())
                .sorted()
                .toList();
        return names.isEmpty()
                ? "there is none that " + person.name() + " may launch"
                : "you may launch " + String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())))
                        + (names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "");
    }
}
