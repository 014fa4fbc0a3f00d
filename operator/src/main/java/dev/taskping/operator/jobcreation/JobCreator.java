package dev.taskping.operator.jobcreation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** Creates Jobs, for real or as a dry run. */
@ApplicationScoped
public class JobCreator {

    /** A part of the message of Kubernetes' admission plugin PodSecurity. */
    private static final String POD_SECURITY = "violates PodSecurity";

    private final KubernetesClient client;
    private final AuthorPolicyCheck authors;

    JobCreator(KubernetesClient client, AuthorPolicyCheck authors) {
        this.client = client;
        this.authors = authors;
    }

    /** The result of a creation. */
    public sealed interface Result {

        /** The Job exists and belongs to the owner in the manifest; it may have existed before the call. */
        record Exists() implements Result {}

        /**
         * A Job of that name exists and belongs to another owner.
         *
         * @param message a sentence that says what to do
         */
        record Taken(String message) implements Result {}

        /**
         * The API server refused this Job.
         *
         * @param message the API server's message
         */
        record Refused(String message) implements Result {}

        /**
         * The operator creates no Jobs now, because nobody checks who has them created.
         *
         * @param message a sentence that says what is wrong and what to do
         */
        record Withheld(String message) implements Result {}
    }

    /**
     * Creates the Job unless it exists.
     *
     * @throws KubernetesClientException if the API server did not decide, so that a later attempt may succeed
     */
    public Result create(JobManifest manifest) {
        Optional<String> fault = authors.fault();
        if (fault.isPresent()) {
            return new Result.Withheld(fault.get());
        }
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
     * Asks the API server whether it would accept this Job: a dry run through all admission controllers, strict about the schema.
     *
     * @return the API server's message if it refuses
     * @throws KubernetesClientException if the API server did not decide, so that a later attempt may succeed
     */
    public Optional<String> dryRun(JobManifest manifest) {
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

    /**
     * Asks the API server in a dry run whether Pod Security admits this Job's pods. The dry run of a Job does not tell: the API
     * server checks pods only when the Job controller creates them.
     *
     * @return the API server's message if Pod Security refuses the pods; empty also if the API server cannot tell, for example
     *     because their service account is missing or the operator may not create pods
     * @throws KubernetesClientException if the API server did not decide, so that a later attempt may succeed
     */
    public Optional<String> podSecurityRefusal(JobManifest manifest) {
        try {
            client.resource(pod(manifest))
                    .inNamespace(manifest.namespace())
                    .dryRun(true)
                    .create();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return isAlreadyExists(e)
                    ? Optional.empty()
                    : Optional.of(refusal(e)).filter(message -> message.contains(POD_SECURITY));
        }
    }

    /** Whether a Job of that name exists and belongs to that owner. */
    public boolean isCreated(String namespace, String name, String ownerUid) {
        Job found =
                client.batch().v1().jobs().inNamespace(namespace).withName(name).get();
        return found != null && isOwned(found, ownerUid);
    }

    private Result existing(JobManifest manifest) {
        GenericKubernetesResource found = resource(manifest).get();
        if (found == null) {
            throw new KubernetesClientException("Job " + manifest.namespace() + "/" + manifest.name()
                    + " existed when it was to be created and was deleted right afterwards; try again");
        }
        return isOwned(found, manifest.ownerUid())
                ? new Result.Exists()
                : new Result.Taken("A Job named '" + manifest.name() + "' exists already and belongs to another owner;"
                        + " delete it or choose another name");
    }

    private Resource<GenericKubernetesResource> resource(JobManifest manifest) {
        return client.resource(object(manifest)).inNamespace(manifest.namespace());
    }

    private GenericKubernetesResource object(JobManifest manifest) {
        KubernetesSerialization serialization = client.getKubernetesSerialization();
        return serialization.convertValue(
                TextFieldCoercion.coerce(manifest.tree(), serialization), GenericKubernetesResource.class);
    }

    private GenericKubernetesResource pod(JobManifest manifest) {
        KubernetesSerialization serialization = client.getKubernetesSerialization();
        JsonNode template =
                TextFieldCoercion.coerce(manifest.tree(), serialization).at("/spec/template");
        ObjectNode metadata = template.get("metadata") instanceof ObjectNode written
                ? written.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        metadata.put("name", manifest.name()).put("namespace", manifest.namespace());
        ObjectNode pod =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");
        pod.set("metadata", metadata);
        pod.set("spec", template.path("spec"));
        return serialization.convertValue(pod, GenericKubernetesResource.class);
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

    /** The API server's message if this is a refusal, which is final; otherwise throws the exception again. */
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
