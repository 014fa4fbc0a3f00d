package dev.taskping.operator.task.observation;

import dev.taskping.operator.task.observation.JobState.Ended;
import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.Usage;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a Job that ended: one request for the right log, two if lines are very long. Its pods were seen to end; they are
 * listed only if some were not, a second time if the API server's cache may not have all their ends yet.
 */
@ApplicationScoped
public class JobObserver {

    /** The label by which the Job controller marks its pods since Kubernetes 1.27. */
    static final String JOB_UID = "batch.kubernetes.io/controller-uid";

    /**
     * Whatever the API server has in its cache. A consistent list waits until that cache has caught up with etcd, which
     * takes up to 100 ms while other kinds of objects are written (kubernetes: cacher, progressRequestPeriod).
     */
    private static final String CACHED = "0";

    private static final Logger LOG = Logger.getLogger(JobObserver.class);
    private static final int FORBIDDEN = 403;
    private static final int MOST_READ_AHEAD = 100;

    private final KubernetesClient client;
    private final EndedPods endedPods;
    private final LogReader logs;

    /** What was read before Jobs were stopped, by uid; few at a time, each until its end is told. */
    private final Map<String, LogExcerpt> readAhead = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LogExcerpt> eldest) {
            return size() > MOST_READ_AHEAD;
        }
    });

    JobObserver(KubernetesClient client, EndedPods endedPods, LogReader logs) {
        this.client = client;
        this.endedPods = endedPods;
        this.logs = logs;
    }

    /**
     * What there is to tell of a Job's end.
     *
     * @param outcome how it ended
     * @param usage GPUs, if it held any
     * @param log the end of the right container's log, if wanted and readable
     */
    public record Findings(Outcome outcome, @Nullable Usage usage, @Nullable LogExcerpt log) {}

    /**
     * Looks at the pods and their log.
     *
     * @param tail how many bytes of log are wanted; 0 for none
     * @throws KubernetesClientException if the pods cannot be listed now but may be later
     */
    public Findings observe(Job job, Ended ended, int tail) {
        String namespace = job.getMetadata().getNamespace();
        Observation observation = Observation.of(ended, pods(job, ended));
        Optional<LogExcerpt> log = tail == 0
                ? Optional.empty()
                : Optional.ofNullable(observation.log()).flatMap(source -> logs.tail(namespace, source, tail));
        LogExcerpt before = tail == 0 ? null : readAhead.get(job.getMetadata().getUid());
        return new Findings(observation.outcome(), observation.usage(), log.orElse(before));
    }

    /**
     * Reads the log of a Job that is about to be stopped: once it has ended, its pods are gone. Told if there is no better
     * one then.
     *
     * @param tail how many bytes of log are wanted
     */
    public void readAhead(Job job, int tail) {
        try {
            Ended stopped = new Ended(Result.CANCELLED, JobState.STOPPED, null, Instant.EPOCH);
            Observation now = Observation.of(stopped, list(job, CACHED));
            Optional.ofNullable(now.log())
                    .flatMap(source -> logs.tail(job.getMetadata().getNamespace(), source, tail))
                    .ifPresent(log -> readAhead.put(job.getMetadata().getUid(), log));
        } catch (KubernetesClientException e) {
            LOG.infof(
                    "No log of Job %s/%s before it is stopped: %s",
                    job.getMetadata().getNamespace(), job.getMetadata().getName(), e.getMessage());
        }
    }

    /** Nothing more will be asked about that Job. */
    public void forget(Job job) {
        endedPods.forget(job);
        readAhead.remove(job.getMetadata().getUid());
    }

    private List<Pod> pods(Job job, Ended ended) {
        List<Pod> seen = endedPods.of(job);
        return WholeStory.isSeen(job, ended, seen) ? seen : WholeStory.of(listed(job, seen), seen);
    }

    /**
     * The Job controller had seen its pods end before it said so, most likely in this very cache; if an end is missing
     * there nevertheless, the pods are asked for again.
     */
    private List<Pod> listed(Job job, List<Pod> seen) {
        try {
            List<Pod> cached = list(job, CACHED);
            return WholeStory.isListed(WholeStory.of(cached, seen)) ? cached : list(job, null);
        } catch (KubernetesClientException e) {
            if (e.getCode() == FORBIDDEN) {
                LOG.warnf(
                        "Not allowed to list pods in namespace %s; Jobs are told without exit code and log until the"
                                + " operator's Role there has 'list' on 'pods'",
                        job.getMetadata().getNamespace());
                return List.of();
            }
            throw e;
        }
    }

    private List<Pod> list(Job job, @Nullable String resourceVersion) {
        return client.pods()
                .inNamespace(job.getMetadata().getNamespace())
                .withLabel(JOB_UID, job.getMetadata().getUid())
                .list(new ListOptionsBuilder()
                        .withResourceVersion(resourceVersion)
                        .build())
                .getItems();
    }
}
