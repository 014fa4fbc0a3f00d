package dev.taskping.operator.reporting;

import dev.taskping.operator.background.BackgroundTask;
import dev.taskping.operator.background.RepeatedWork;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.taskevent.TaskEventFactory;
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

/**
 * Recovers the end of Jobs that were deleted while this replica stood by. The leader reports how they ended, unless it dies
 * first; then only the standbys have seen it, and the standby that takes over need not be one of them. Therefore each standby
 * waits until a leader has had enough time, asks the relay which of these ends it lacks, and reports those itself: an event has
 * the same id whoever sends it.
 */
@ApplicationScoped
class LeaderCrashRecovery implements RepeatedWork {

    private static final Logger LOG = Logger.getLogger(LeaderCrashRecovery.class);

    /** The most Jobs remembered, some 3 KiB each. At 100 deletions a second they cover more than the time of a takeover. */
    private static final int CAPACITY = 2_000;

    /** A takeover takes 6 s, see the package leadership. */
    private static final Duration LEADERS_TURN = Duration.ofSeconds(10);

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private record Deleted(Job job, boolean lastStateKnown, Instant at) {}

    private final RelayClient relay;
    private final JobReporter reporter;
    private final Clock clock;
    private final BackgroundTask task = new BackgroundTask(this);
    /** The oldest leave first when it is full: of those the relay most likely knows. A cache would refuse the newest. */
    private final Map<String, Deleted> deleted = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deleted> eldest) {
            return size() > CAPACITY;
        }
    };

    LeaderCrashRecovery(RelayClient relay, JobReporter reporter, Clock clock) {
        this.relay = relay;
        this.reporter = reporter;
        this.clock = clock;
    }

    void start(@Observes @Priority(Leadership.AFTER_OPERATOR_START) StartupEvent started) {
        task.start();
    }

    void stop(@Observes @Priority(Leadership.BEFORE_OPERATOR_STOP) ShutdownEvent event) {
        task.stop();
    }

    /** Remembers a deleted Job, by the id of the event that reports its end. */
    synchronized void remember(Job job, boolean lastStateKnown) {
        deleted.put(
                TaskEventFactory.id(job.getMetadata().getUid(), TaskEventType.FINISHED),
                new Deleted(job, lastStateKnown, clock.instant()));
    }

    @Override
    public String name() {
        return "Recovery of Jobs deleted while this replica stood by";
    }

    @Override
    public Duration initialDelay() {
        return INTERVAL;
    }

    @Override
    public void run() {
        recoverBefore(clock.instant().minus(LEADERS_TURN));
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    /**
     * Reports every remembered Job whose end the relay lacks, and forgets the others; a replica that just became the leader calls
     * this. Forgets nothing if the relay does not answer.
     *
     * @return how many Jobs it reports
     */
    int recover() {
        return recoverBefore(Instant.MAX);
    }

    private int recoverBefore(Instant limit) {
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
                    "The relay lacks the end of %d of the %d Jobs that were deleted while this replica stood by",
                    missing.size(), remembered.size());
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
