package dev.taskping.operator.retention;

import dev.taskping.crds.TaskPing;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Set;

/** Puts {@value TaskPing#RETAIN_FINALIZER} on a Job and takes it off, by a patch that touches nothing else; the client reads the Job before. */
public final class RetentionFinalizer {

    private static final PatchContext STRATEGIC_MERGE = PatchContext.of(PatchType.STRATEGIC_MERGE);

    /**
     * Answers to a patch that mean that there is nothing to do any more: gone (404), another Job of the same name (409,
     * because the patch names the uid), being deleted already, so that no finalizer may be added (422).
     */
    private static final Set<Integer> NOTHING_TO_DO = Set.of(404, 409, 422);

    private final KubernetesClient client;

    public RetentionFinalizer(KubernetesClient client) {
        this.client = client;
    }

    /** Whether it is on that Job, as far as known. */
    public static boolean isOn(Job job) {
        return job.getMetadata().getFinalizers() != null
                && job.getMetadata().getFinalizers().contains(TaskPing.RETAIN_FINALIZER);
    }

    /** Puts it on, unless the Job is being deleted. */
    public void add(Job job) {
        patch(job, "finalizers");
    }

    /** Takes it off. */
    public void remove(Job job) {
        patch(job, "$deleteFromPrimitiveList/finalizers");
    }

    private void patch(Job job, String directive) {
        String patch = "{\"metadata\":{\"uid\":\"%s\",\"%s\":[\"%s\"]}}"
                .formatted(job.getMetadata().getUid(), directive, TaskPing.RETAIN_FINALIZER);
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
