package dev.taskping.operator.task.observation;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The pods that were seen to end, by Job, until their Job is told. A pod that is deleted meanwhile stays known. What is
 * known of a pod that ended never becomes wrong, so nothing but their number limits how long they are kept: the Jobs that
 * nothing ended of for longest go first.
 */
@ApplicationScoped
class EndedPods {

    /** Some 2 KiB each, see {@link TrimmedPod}. */
    static final int MOST = 5_000;

    /** The label is anybody's to write; what it says counts within the pod's own namespace only. */
    private record Owner(@Nullable String namespace, String uid) {}

    private final SequencedMap<Owner, Map<String, Pod>> jobs = new LinkedHashMap<>();
    private int size;

    /** Keeps what matters of a pod that has ended, instead of what was known of it before. */
    synchronized void add(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        String uid = labels == null ? null : labels.get(JobObserver.JOB_UID);
        if (uid == null) {
            return;
        }
        Owner owner = new Owner(pod.getMetadata().getNamespace(), uid);
        Map<String, Pod> ended = jobs.computeIfAbsent(owner, first -> new LinkedHashMap<>());
        if (ended.put(pod.getMetadata().getUid(), TrimmedPod.of(pod)) == null) {
            size++;
        }
        jobs.putLast(owner, ended);
        while (size > MOST) {
            size -= jobs.pollFirstEntry().getValue().size();
        }
    }

    /** The pods of that Job that were seen to end. */
    synchronized List<Pod> of(Job job) {
        return List.copyOf(jobs.getOrDefault(owner(job), Map.of()).values());
    }

    /** The Job is told: its pods are not asked for any more. */
    synchronized void forget(Job job) {
        Map<String, Pod> told = jobs.remove(owner(job));
        size -= told == null ? 0 : told.size();
    }

    private static Owner owner(Job job) {
        return new Owner(job.getMetadata().getNamespace(), job.getMetadata().getUid());
    }
}
