package dev.taskping.operator.observation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.taskping.operator.job.JobState;
import dev.taskping.operator.job.JobState.Ended;
import dev.taskping.operator.podlog.LogReader;
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
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how a Job ended: it concludes the outcome from the pods and reads the log of the container that matters. That takes
 * one request for the log, two if lines are very long. The observer lists the pods only if the operator did not see all of them
 * end, and lists them a second time if the API server's cache may lack some ends.
 */
@ApplicationScoped
public class JobObserver {

    /** The label with the Job's uid that the Job controller puts on pods, since Kubernetes 1.27. */
    static final String JOB_UID = "batch.kubernetes.io/controller-uid";

    /**
     * The resource version that has the API server answer from its cache. A consistent list waits until the cache has caught up
     * with etcd, which takes up to 100 ms while other kinds of objects are written (kubernetes: cacher, progressRequestPeriod).
     */
    private static final String CACHED = "0";

    private static final Logger LOG = Logger.getLogger(JobObserver.class);
    private static final int MOST_READ_AHEAD = 100;

    /** Longer than a stopped Job takes to end; a Job that nobody wants reported is never forgotten otherwise. */
    private static final Duration READ_AHEAD_KEPT = Duration.ofHours(1);

    private final KubernetesClient client;
    private final EndedPodCache endedPodCache;
    private final LogReader logs;

    /** The logs that were read before Jobs were stopped, by uid, each until its Job is reported. */
    private final Cache<String, LogExcerpt> readAhead = Caffeine.newBuilder()
            .maximumSize(MOST_READ_AHEAD)
            .expireAfterWrite(READ_AHEAD_KEPT)
            .build();

    JobObserver(KubernetesClient client, EndedPodCache endedPodCache, LogReader logs) {
        this.client = client;
        this.endedPodCache = endedPodCache;
        this.logs = logs;
    }

    /**
     * How a Job ended.
     *
     * @param outcome the outcome
     * @param usage the GPUs, if it held any
     * @param log the end of the log that matters, if it is wanted and readable
     */
    public record Findings(Outcome outcome, @Nullable Usage usage, @Nullable LogExcerpt log) {}

    /**
     * Observes a Job that ended.
     *
     * @param tail the most bytes of log to read; 0 for none
     * @throws KubernetesClientException if the API server did not list the pods, so that a later attempt may succeed
     */
    public Findings observe(Job job, Ended ended, int tail) {
        String namespace = job.getMetadata().getNamespace();
        Observation observation = Observation.of(ended, pods(job, ended));
        Optional<LogExcerpt> log = tail == 0
                ? Optional.empty()
                : Optional.ofNullable(observation.log()).flatMap(source -> logs.tail(namespace, source, tail));
        LogExcerpt earlier =
                tail == 0 ? null : readAhead.getIfPresent(job.getMetadata().getUid());
        return new Findings(observation.outcome(), observation.usage(), log.orElse(earlier));
    }

    /**
     * Reads the log of a Job that is about to be stopped, because its pods are gone when it has ended. {@link #observe} returns
     * this log if it finds none.
     *
     * @param tail the most bytes of log to read
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
                    "Cannot read the log of Job %s/%s before it is stopped: %s",
                    job.getMetadata().getNamespace(), job.getMetadata().getName(), e.getMessage());
        }
    }

    /** Drops what is cached for that Job. */
    public void forget(Job job) {
        endedPodCache.forget(job);
        readAhead.invalidate(job.getMetadata().getUid());
    }

    private List<Pod> pods(Job job, Ended ended) {
        List<Pod> seen = endedPodCache.of(job);
        return PodCompletenessCheck.sawAllEnd(job, ended, seen)
                ? seen
                : PodCompletenessCheck.merge(listed(job, seen), seen);
    }

    /**
     * Lists from the API server's cache: the Job controller saw the pods end before it ended the Job, most likely in this cache.
     * If an end is missing there, lists again, consistently.
     */
    private List<Pod> listed(Job job, List<Pod> seen) {
        try {
            List<Pod> cached = list(job, CACHED);
            return PodCompletenessCheck.allEnded(PodCompletenessCheck.merge(cached, seen)) ? cached : list(job, null);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                LOG.warnf(
                        "Not allowed to list pods in namespace %s; Jobs are reported without exit code and log until the"
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
