package dev.taskping.operator.task;

import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.relay.RelayException;
import dev.taskping.protocol.event.TaskEventType;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The last Jobs that were deleted while this replica stood by. The leader tells how they ended, unless it dies before it
 * does; then nobody but a standby has seen it, and it need not be the standby that takes over. Therefore a standby asks the
 * relay which of these ends it still lacks when a leader has had time enough, and tells them itself: the events' ids are the
 * same whoever sends them.
 */
@ApplicationScoped
class DeletedOnStandby {

    private static final Logger LOG = Logger.getLogger(DeletedOnStandby.class);

    /** Some 3 KiB each. At 100 deletions a second this is more than a takeover takes. */
    private static final int CAPACITY = 2_000;

    /** A takeover takes 6 s; see the package leadership. */
    private static final Duration LEADERS_TURN = Duration.ofSeconds(10);

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private record Deleted(Job job, boolean lastStateKnown, Instant at) {}

    private final RelayClient relay;
    private final JobReporter reporter;
    private final Clock clock;
    private final Map<String, Deleted> deleted = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deleted> eldest) {
            return size() > CAPACITY;
        }
    };
    private volatile @Nullable Thread watch;

    DeletedOnStandby(RelayClient relay, JobReporter reporter, Clock clock) {
        this.relay = relay;
        this.reporter = reporter;
        this.clock = clock;
    }

    void start(@Observes @Priority(Leadership.AFTER_OPERATOR_START) StartupEvent started) {
        watch = Thread.ofVirtual().name("deleted-on-standby").start(this::reportForever);
    }

    void stop(@Observes @Priority(2) ShutdownEvent event) {
        Thread running = watch;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Remembers a Job, by the id of the event that tells of its end. */
    synchronized void remember(Job job, boolean lastStateKnown) {
        deleted.put(
                TaskEvents.id(job.getMetadata().getUid(), TaskEventType.FINISHED),
                new Deleted(job, lastStateKnown, clock.instant()));
    }

    private void reportForever() {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                try {
                    reportBefore(clock.instant().minus(LEADERS_TURN));
                } catch (RelayException e) {
                    LOG.debugf("What was deleted meanwhile waits for the relay: %s", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("No longer on standby");
        }
    }

    /**
     * Hands over to the reporter what the relay lacks, and forgets the rest: for who has just become the leader. If the
     * relay does not answer, nothing is forgotten.
     *
     * @return how many were handed over
     */
    int report() {
        return reportBefore(Instant.MAX);
    }

    private int reportBefore(Instant limit) {
        Map<String, Deleted> remembered = before(limit);
        if (remembered.isEmpty()) {
            return 0;
        }
        Set<String> missing = relay.missing(List.copyOf(remembered.keySet()));
        remembered.entrySet().stream()
                .filter(entry -> missing.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .forEach(gone -> reporter.reportDeleted(gone.job(), gone.lastStateKnown()));
        forget(remembered.keySet());
        if (!missing.isEmpty()) {
            LOG.infof(
                    "Of %d Jobs that were deleted while this replica stood by the relay lacked the end of %d",
                    remembered.size(), missing.size());
        }
        return missing.size();
    }

    private synchronized Map<String, Deleted> before(Instant limit) {
        return deleted.entrySet().stream()
                .filter(entry -> entry.getValue().at().isBefore(limit))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    private synchronized void forget(Set<String> ids) {
        deleted.keySet().removeAll(ids);
    }
}
