package dev.taskping.operator.retention;

import dev.taskping.crds.WellKnownNames;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Set;

/** Adds the finalizer {@value WellKnownNames#RETAIN_FINALIZER} to a Job and removes it, by a patch that changes nothing else. */
public final class RetentionFinalizer {

    private static final PatchContext STRATEGIC_MERGE = PatchContext.of(PatchType.STRATEGIC_MERGE);

    /**
     * Answers to a patch that leave nothing to do: the Job is gone (404), another Job has its name (409, because the patch
     * contains the uid), the Job is being deleted and accepts no finalizer (422).
     */
    private static final Set<Integer> NOTHING_TO_DO = Set.of(404, 409, 422);

    private final KubernetesClient client;

    /** Patches Jobs by this client. */
    public RetentionFinalizer(KubernetesClient client) {
        this.client = client;
    }

    /** Whether that Job has the finalizer. */
    public static boolean isOn(Job job) {
        return job.getMetadata().getFinalizers() != null
                && job.getMetadata().getFinalizers().contains(WellKnownNames.RETAIN_FINALIZER);
    }

    /** Adds the finalizer, unless the Job is being deleted. */
    public void add(Job job) {
        patch(job, "finalizers");
    }

    /** Removes the finalizer. */
    public void remove(Job job) {
        patch(job, "$deleteFromPrimitiveList/finalizers");
    }

    private void patch(Job job, String directive) {
        String patch = "{\"metadata\":{\"uid\":\"%s\",\"%s\":[\"%s\"]}}"
                .formatted(job.getMetadata().getUid(), directive, WellKnownNames.RETAIN_FINALIZER);
        try {
            client.batch()
                    .v1()
                    .jobs()
                    .inNamespace(job.getMetadata().getNamespace())
                    .withName(job.getMetadata().getName())
                    .patch(STRATEGIC_MERGE, patch);
        } catch (KubernetesClientException e) {
            if (!NOTHING_TO_DO.contains(e.getCode())) {
                throw e;
            }
        }
    }
}
