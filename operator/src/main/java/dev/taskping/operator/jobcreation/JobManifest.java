package dev.taskping.operator.jobcreation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.crds.JobTemplate;
import dev.taskping.crds.WellKnownNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Job to be created, as a JSON tree, which keeps fields that the Java model does not know.
 *
 * @param tree the whole object
 */
public record JobManifest(ObjectNode tree) {

    private static final List<String> REQUESTERS =
            List.of(WellKnownNames.REQUESTED_BY_PERSON_ANNOTATION, WellKnownNames.REQUESTED_BY_USER_ANNOTATION);

    /** The Job of a template that nobody asked for but the owner's author. */
    public static JobManifest of(JobTemplate template, String name, HasMetadata owner, Map<String, String> labels) {
        return of(template, name, owner, labels, Map.of());
    }

    /**
     * The Job of a template. Takes only labels and annotations from the template's metadata: the template's author does not
     * decide name, namespace and owner of the Job, nor who asked for it.
     *
     * @param owner the Job's controller; Kubernetes deletes the Job after its owner, without blocking the owner's deletion
     * @param labels added to those of the template, which they override
     * @param annotations likewise
     */
    public static JobManifest of(
            JobTemplate template,
            String name,
            HasMetadata owner,
            Map<String, String> labels,
            Map<String, String> annotations) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode metadata = nodes.objectNode();
        metadata.put("name", name).put("namespace", owner.getMetadata().getNamespace());
        ObjectNode labelled = copy(template, "labels");
        labels.forEach(labelled::put);
        metadata.set("labels", labelled);
        ObjectNode annotated = copy(template, "annotations");
        annotated.remove(REQUESTERS);
        annotations.forEach(annotated::put);
        if (!annotated.isEmpty()) {
            metadata.set("annotations", annotated);
        }
        metadata.set("ownerReferences", nodes.arrayNode().add(reference(owner)));
        ObjectNode tree = nodes.objectNode().put("apiVersion", "batch/v1").put("kind", "Job");
        tree.set("metadata", metadata);
        tree.set("spec", template.spec().deepCopy());
        return new JobManifest(tree);
    }

    /** The Job's name. */
    public String name() {
        return tree.at("/metadata/name").asText();
    }

    /** The Job's namespace. */
    public String namespace() {
        return tree.at("/metadata/namespace").asText();
    }

    /** The value of a label, if the Job has it. */
    public Optional<String> label(String key) {
        JsonNode value = tree.path("metadata").path("labels").path(key);
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.asText());
    }

    /** The uid of the Job's owner. */
    public String ownerUid() {
        return tree.at("/metadata/ownerReferences/0/uid").asText();
    }

    private static ObjectNode copy(JobTemplate template, String field) {
        ObjectNode metadata = template.metadata();
        return metadata != null && metadata.get(field) instanceof ObjectNode map
                ? map.deepCopy()
                : JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode reference(HasMetadata owner) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", owner.getApiVersion())
                .put("kind", owner.getKind())
                .put("name", owner.getMetadata().getName())
                .put("uid", owner.getMetadata().getUid())
                .put("controller", true)
                .put("blockOwnerDeletion", false);
    }
}
