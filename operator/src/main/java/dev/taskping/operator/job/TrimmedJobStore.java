package dev.taskping.operator.job;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.taskping.crds.WellKnownNames;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An informer's store that trims each Job to what the operator reads: without managed fields and pod template, of the
 * annotations only the one that says who stopped it, and with equal strings shared. A Job takes 0.7 KB instead of 3.3 KB, so
 * that tens of thousands fit into memory. Never write a trimmed Job back to the API server.
 */
final class TrimmedJobStore extends BasicItemStore<Job> {

    /** Replaces the empty map that each model object allocates for fields it does not know. */
    private static final Map<String, Object> NO_PROPERTIES = Map.of();

    private final AtomicLong removed = new AtomicLong();

    TrimmedJobStore() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public @Nullable Job put(String key, Job job) {
        Job before = super.put(key, trim(job));
        if (before != null
                && !before.getMetadata().getUid().equals(job.getMetadata().getUid())) {
            removed.incrementAndGet();
        }
        return before;
    }

    @Override
    public @Nullable Job remove(String key) {
        Job before = super.remove(key);
        if (before != null) {
            removed.incrementAndGet();
        }
        return before;
    }

    /** How many Jobs it has lost: deleted ones, and ones whose name another Job has taken. */
    long removed() {
        return removed.get();
    }

    /** Trims in place: only the informer holds the object, and its listeners need no more than the store. */
    static Job trim(Job job) {
        job.setAdditionalProperties(NO_PROPERTIES);
        trim(job.getMetadata());
        if (job.getSpec() != null) {
            trim(job.getSpec());
        }
        if (job.getStatus() != null) {
            trim(job.getStatus());
        }
        return job;
    }

    private static void trim(ObjectMeta metadata) {
        metadata.setAdditionalProperties(NO_PROPERTIES);
        metadata.setManagedFields(List.of());
        String stoppedBy = metadata.getAnnotations() == null
                ? null
                : metadata.getAnnotations().get(WellKnownNames.STOPPED_BY_ANNOTATION);
        metadata.setAnnotations(stoppedBy == null ? null : Map.of(WellKnownNames.STOPPED_BY_ANNOTATION, stoppedBy));
        metadata.setNamespace(shared(metadata.getNamespace()));
        metadata.setFinalizers(immutable(metadata.getFinalizers()));
        metadata.setOwnerReferences(immutable(metadata.getOwnerReferences()));
        Map<String, String> labels = metadata.getLabels();
        if (labels != null) {
            // Two pairs of labels repeat the Job's name and uid.
            String name = metadata.getName();
            String uid = metadata.getUid();
            metadata.setLabels(labels.entrySet().stream()
                    .collect(toUnmodifiableMap(
                            label -> label.getKey().intern(),
                            label -> label.getValue().equals(uid)
                                    ? uid
                                    : label.getValue().equals(name)
                                            ? name
                                            : label.getValue().intern())));
        }
    }

    private static void trim(JobSpec spec) {
        spec.setAdditionalProperties(NO_PROPERTIES);
        spec.setTemplate(null);
        spec.setSelector(null);
        spec.setCompletionMode(shared(spec.getCompletionMode()));
        spec.setPodReplacementPolicy(shared(spec.getPodReplacementPolicy()));
    }

    private static void trim(JobStatus status) {
        status.setAdditionalProperties(NO_PROPERTIES);
        status.setUncountedTerminatedPods(null);
        status.setStartTime(shared(status.getStartTime()));
        status.setCompletionTime(shared(status.getCompletionTime()));
        status.setConditions(immutable(status.getConditions()));
        for (JobCondition condition : status.getConditions()) {
            condition.setAdditionalProperties(NO_PROPERTIES);
            condition.setType(shared(condition.getType()));
            condition.setStatus(shared(condition.getStatus()));
            condition.setReason(shared(condition.getReason()));
            condition.setMessage(shared(condition.getMessage()));
            condition.setLastProbeTime(null);
            condition.setLastTransitionTime(shared(condition.getLastTransitionTime()));
        }
    }

    /** The JVM's string pool drops strings that nobody references any more. */
    private static @Nullable String shared(@Nullable String text) {
        return text == null ? null : text.intern();
    }

    private static <T> List<T> immutable(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
