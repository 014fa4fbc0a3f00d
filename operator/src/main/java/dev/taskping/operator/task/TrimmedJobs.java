package dev.taskping.operator.task;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps of a Job only what is looked at: no managed fields, no annotations, no pod template. Tens of
 * thousands of Jobs fit that way. Nobody may write such a Job back.
 */
final class TrimmedJobs extends BasicItemStore<Job> {

    TrimmedJobs() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public @Nullable Job put(String key, Job job) {
        return super.put(key, trim(job));
    }

    /** In place: the informer's object is nobody else's, and its listeners need no more than the store. */
    static Job trim(Job job) {
        ObjectMeta metadata = job.getMetadata();
        metadata.setManagedFields(null);
        metadata.setAnnotations(null);
        if (job.getSpec() != null) {
            job.getSpec().setTemplate(null);
        }
        return job;
    }
}
