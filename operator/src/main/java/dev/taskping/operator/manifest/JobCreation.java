package dev.taskping.operator.manifest;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Creates Jobs, and asks whether it could. */
@ApplicationScoped
public class JobCreation {

    private final KubernetesClient client;

    JobCreation(KubernetesClient client) {
        this.client = client;
    }

    /** What became of a creation. */
    public sealed interface Result {

        /** The Job exists and belongs to the owner in the manifest; it may have existed before. */
        record Exists() implements Result {}

        /**
         * A Job of that name exists and is somebody else's.
         *
         * @param message a sentence with the cure
         */
        record Taken(String message) implements Result {}

        /**
         * The API server refuses this Job.
         *
         * @param message its own words
         */
        record Refused(String message) implements Result {}
    }

    /**
     * Creates the Job unless it is there.
     *
     * @throws KubernetesClientException if that cannot be said now but may be later
     */
    public Result create(JobManifest manifest) {
        try {
            resource(manifest).create();
            return new Result.Exists();
        } catch (KubernetesClientException e) {
            if (isAlreadyExists(e)) {
                return existing(manifest);
            }
            return new Result.Refused(refusal(e));
        }
    }

    /**
     * Asks the API server, with all its admission controllers and strictly by the schema, whether it would take this Job.
     *
     * @return why not, if not
     * @throws KubernetesClientException if that cannot be said now but may be later
     */
    public Optional<String> rehearse(JobManifest manifest) {
        try {
            client.resource(object(manifest))
                    .inNamespace(manifest.namespace())
                    .dryRun(true)
                    .fieldValidation(Validation.STRICT)
                    .create();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return isAlreadyExists(e) ? Optional.empty() : Optional.of(refusal(e));
        }
    }

    /** Whether a Job of that name exists and belongs to that owner. */
    public boolean isMade(String namespace, String name, String ownerUid) {
        Job found =
                client.batch().v1().jobs().inNamespace(namespace).withName(name).get();
        return found != null && isOwned(found, ownerUid);
    }

    private Result existing(JobManifest manifest) {
        GenericKubernetesResource found = resource(manifest).get();
        if (found == null) {
            throw new KubernetesClientException("Job " + manifest.namespace() + "/" + manifest.name()
                    + " was deleted in the moment when it was to be created; trying again");
        }
        return isOwned(found, manifest.ownerUid())
                ? new Result.Exists()
                : new Result.Taken("A Job named '" + manifest.name() + "' exists already and was made by somebody else;"
                        + " delete it or choose another name");
    }

    private Resource<GenericKubernetesResource> resource(JobManifest manifest) {
        return client.resource(object(manifest)).inNamespace(manifest.namespace());
    }

    private GenericKubernetesResource object(JobManifest manifest) {
        KubernetesSerialization serialization = client.getKubernetesSerialization();
        return serialization.convertValue(
                TextFields.in(manifest.tree(), serialization), GenericKubernetesResource.class);
    }

    private static boolean isOwned(HasMetadata object, String ownerUid) {
        return Optional.ofNullable(object.getMetadata().getOwnerReferences()).orElse(List.of()).stream()
                .anyMatch(owner -> owner.getUid().equals(ownerUid));
    }

    private static boolean isAlreadyExists(KubernetesClientException e) {
        return e.getCode() == 409
                && e.getStatus() != null
                && "AlreadyExists".equals(e.getStatus().getReason());
    }

    /** A refusal is final; everything else is thrown again. */
    private static String refusal(KubernetesClientException e) {
        return switch (e.getCode()) {
            case 400, 403, 404, 422 ->
                e.getStatus() != null && e.getStatus().getMessage() != null
                        ? e.getStatus().getMessage()
                        : String.valueOf(e.getMessage());
            default -> throw e;
        };
    }
}
