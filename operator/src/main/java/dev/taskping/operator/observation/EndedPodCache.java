package dev.taskping.operator.observation;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The pods that the operator saw end, by Job, until the Job is reported. A pod stays in the cache when it is deleted. An ended
 * pod never changes, so only the number of pods limits the cache: when it is full, it drops the Jobs whose latest pod ended
 * longest ago.
 */
@ApplicationScoped
class EndedPodCache {

    /** The most pods, some 2 KiB each, see {@link TrimmedPod}. */
    static final int MOST = 5_000;

    /** A Job. Everybody may write the label on a pod, so it counts within the pod's namespace only. */
    private record Owner(@Nullable String namespace, String uid) {}

    private final SequencedMap<Owner, Map<String, Pod>> jobs = new LinkedHashMap<>();
    private int size;

    /** Adds a pod that has ended, trimmed, or replaces an earlier version of it. */
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

    /** The ended pods of that Job. */
    synchronized List<Pod> of(Job job) {
        return List.copyOf(jobs.getOrDefault(owner(job), Map.of()).values());
    }

    /** Removes the pods of that Job. */
    synchronized void forget(Job job) {
        Map<String, Pod> removed = jobs.remove(owner(job));
        size -= removed == null ? 0 : removed.size();
    }

    private static Owner owner(Job job) {
        return new Owner(job.getMetadata().getNamespace(), job.getMetadata().getUid());
    }
}
