package dev.taskping.operator.launch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.crds.JobTemplate;
import dev.taskping.crds.WellKnownNames;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Turns a Job of the cluster into a template that runs the same work again. Pure. */
final class RetryTemplate {

    /** The labels that the Job controller and the API server add; the API server refuses some of them in a new Job. */
    private static final Set<String> ADDED_LABELS =
            Set.of("controller-uid", "job-name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name");

    /** The prefixes of annotations that describe the old Job only. */
    private static final List<String> OLD_ANNOTATIONS =
            List.of("kubectl.kubernetes.io/", "batch.kubernetes.io/", WellKnownNames.GROUP + "/");

    private RetryTemplate() {}

    /** Whether the Job's author allows retries. */
    static boolean isAllowed(ObjectNode job) {
        return "true"
                .equals(job.path("metadata")
                        .path("labels")
                        .path(WellKnownNames.ALLOW_RETRY_LABEL)
                        .asText());
    }

    /**
     * The Job as its author wrote it: without what the cluster added, not suspended, and with the deadline that it had before
     * somebody stopped it.
     */
    static JobTemplate template(ObjectNode job) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.set(
                "labels",
                without(
                        job,
                        "labels",
                        key -> ADDED_LABELS.contains(key)
                                || key.equals(WellKnownNames.LAUNCH_LABEL)
                                || key.equals(WellKnownNames.NOTIFIED_TASK_LABEL)));
        metadata.set("annotations", without(job, "annotations", key -> OLD_ANNOTATIONS.stream()
                .anyMatch(key::startsWith)));
        ObjectNode spec = job.path("spec").deepCopy();
        spec.remove(List.of("selector", "manualSelector", "suspend"));
        restoreDeadline(job, spec);
        if (spec.path("template").path("metadata") instanceof ObjectNode pod) {
            pod.remove("creationTimestamp");
            if (pod.path("labels") instanceof ObjectNode labels) {
                labels.remove(ADDED_LABELS);
            }
        }
        return new JobTemplate(metadata, spec);
    }

    private static void restoreDeadline(ObjectNode job, ObjectNode spec) {
        ObjectNode annotations = without(job, "annotations", key -> false);
        if (!annotations.has(WellKnownNames.STOPPED_BY_ANNOTATION)) {
            return;
        }
        spec.remove("activeDeadlineSeconds");
        String before = annotations.path(WellKnownNames.DEADLINE_ANNOTATION).asText();
        if (before.matches("[0-9]{1,18}")) {
            spec.put("activeDeadlineSeconds", Long.parseLong(before));
        }
    }

    private static ObjectNode without(ObjectNode job, String field, Predicate<String> unwanted) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        if (job.path("metadata").path(field) instanceof ObjectNode all) {
            all.properties().stream()
                    .filter(entry -> !unwanted.test(entry.getKey()))
                    .forEach(entry -> kept.set(entry.getKey(), entry.getValue()));
        }
        return kept;
    }
}
