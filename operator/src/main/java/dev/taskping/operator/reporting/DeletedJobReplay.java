package dev.taskping.operator.reporting;

import dev.taskping.operator.job.JobInformer;
import dev.taskping.operator.job.JobWatchReplay;
import dev.taskping.operator.job.JobWatchReplay.Part;
import dev.taskping.operator.leadership.LeaderTask;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.taskevent.TaskEventFactory;
import dev.taskping.protocol.event.TaskEventType;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Recovers Jobs that were deleted while no operator was watching: it stores how far the relay knows the Jobs, and a leader that
 * starts watches again from there. The stored position passes a deletion only when the relay has recorded it, or nobody wants to
 * be notified of it; what other changes lead to, the list of Jobs shows.
 */
@ApplicationScoped
class DeletedJobReplay implements LeaderTask {

    private static final Logger LOG = Logger.getLogger(DeletedJobReplay.class);

    /** The stored position changes no more often. */
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** After so long without a change, the position follows the API server, so that it does not age. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    /** The most deleted Jobs in memory during a replay, some 3 KiB each. */
    private static final int PART = 1_000;

    private static final Duration POLL = Duration.ofMillis(100);

    /**
     * A position to store.
     *
     * @param unreported the deleted Jobs up to there that the relay has not recorded yet
     */
    private record Candidate(Map<String, String> position, Set<String> unreported) {}

    private final JobInformer jobs;
    private final JobWatchReplay watch;
    private final JobReporter reporter;
    private final RelayClient relay;
    private final WatchPositionStore store;
    private final Leadership leadership;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, WatchPosition> positions = new TreeMap<>();
    private Map<String, String> stored = Map.of();
    private boolean replayed;
    private @Nullable Candidate candidate;

    DeletedJobReplay(
            JobInformer jobs,
            JobWatchReplay watch,
            JobReporter reporter,
            RelayClient relay,
            WatchPositionStore store,
            Leadership leadership,
            Clock clock) {
        this.jobs = jobs;
        this.watch = watch;
        this.reporter = reporter;
        this.relay = relay;
        this.store = store;
        this.leadership = leadership;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "Position of the Jobs' watch";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public void run() throws InterruptedException {
        recover();
        lock.lockInterruptibly();
        try {
            advance();
        } finally {
            lock.unlock();
        }
    }

    /** What was reported last is not reported again by the next operator. */
    void stop(@Observes @Priority(Leadership.BEFORE_OPERATOR_STOP) ShutdownEvent event) throws InterruptedException {
        if (!leadership.leads() || !lock.tryLock(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        try {
            candidate = null;
            advance();
        } catch (KubernetesClientException e) {
            LOG.infof("The position of the Jobs' watch was not stored: %s", e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reports the Jobs that were deleted after the stored position, unless that is done already.
     *
     * @return how many the relay lacked
     */
    int recover() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            // Not short-circuited: both are to be taken note of.
            if (jobs.takeFailure() | reporter.takeOverflow()) {
                replayed = false;
            }
            if (replayed) {
                return 0;
            }
            candidate = null;
            jobs.awaitSynced();
            stored = store.read();
            int missing = 0;
            for (Map.Entry<String, String> target : jobs.position().entrySet()) {
                String from = stored.get(target.getKey());
                if (from != null) {
                    missing += replay(target.getKey(), from, target.getValue());
                }
            }
            replayed = true;
            return missing;
        } finally {
            lock.unlock();
        }
    }

    private int replay(String scope, String from, String target) throws InterruptedException {
        int deleted = 0;
        int missing = 0;
        boolean complete = from.equals(target);
        String position = from;
        while (!complete) {
            Optional<Part> part = watch.replay(scope, position, target, reporter::isWatched, PART);
            if (part.isEmpty()) {
                LOG.infof(
                        "The API server no longer has the changes of Jobs since resource version %s; Jobs that started and were"
                                + " deleted since are not reported",
                        position);
                return missing;
            }
            deleted += part.get().deleted().size();
            missing += report(part.get().deleted());
            position = part.get().position();
            complete = part.get().complete();
            if (!complete) {
                awaitReported(part.get().deleted());
            }
        }
        LOG.infof(
                "Replayed the Jobs from resource version %s to %s: %d were deleted, and the relay lacked the end of %d",
                from, position, deleted, missing);
        return missing;
    }

    private int report(List<Job> deleted) {
        Map<String, Job> ends = new LinkedHashMap<>();
        for (Job job : deleted) {
            ends.put(TaskEventFactory.id(job.getMetadata().getUid(), TaskEventType.FINISHED), job);
        }
        if (ends.isEmpty()) {
            return 0;
        }
        Set<String> missing = relay.missing(List.copyOf(ends.keySet()));
        ends.forEach((id, job) -> {
            if (missing.contains(id) && !reporter.isReporting(job.getMetadata().getUid())) {
                reporter.reportDeleted(job, true);
            }
        });
        return missing.size();
    }

    private void awaitReported(List<Job> deleted) throws InterruptedException {
        for (Job job : deleted) {
            while (reporter.isUnreportedDeletion(job.getMetadata().getUid())) {
                Thread.sleep(POLL);
            }
        }
    }

    /** Stores the newest position before which nothing is left to report. */
    private void advance() {
        if (!replayed) {
            return;
        }
        Candidate next = candidate == null ? nextCandidate() : candidate;
        candidate = next;
        if (next == null || next.unreported().stream().anyMatch(reporter::isUnreportedDeletion)) {
            return;
        }
        if (!next.position().equals(stored)) {
            store.write(next.position());
            stored = next.position();
        }
        candidate = null;
    }

    private @Nullable Candidate nextCandidate() {
        Optional<Map<String, String>> handled = jobs.handledPosition();
        if (handled.isEmpty()) {
            return null;
        }
        Instant now = clock.instant();
        Map<String, String> position = new TreeMap<>();
        handled.get().forEach((scope, version) -> {
            WatchPosition current = positions.computeIfAbsent(scope, any -> new WatchPosition(QUIET));
            if (current.isQuiet(version, now)) {
                current.follow(jobs.isWatching() ? watch.currentPosition(scope) : null);
            }
            position.put(scope, current.value());
        });
        return new Candidate(position, reporter.unreportedDeletions());
    }
}
