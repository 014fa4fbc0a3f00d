package dev.taskping.operator.task;

import dev.taskping.operator.relay.RelayClient;
import dev.taskping.protocol.event.TaskEventType;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The last Jobs that were deleted while this replica stood by. The leader tells how they ended, unless it dies before it
 * does; then nobody but a standby has seen it. Whoever takes over asks the relay which of these ends it lacks.
 */
@ApplicationScoped
class DeletedOnStandby {

    private static final Logger LOG = Logger.getLogger(DeletedOnStandby.class);

    /** Some 3 KiB each. At 100 deletions a second this is more than a takeover takes. */
    private static final int CAPACITY = 2_000;

    private record Deleted(Job job, boolean lastStateKnown) {}

    private final RelayClient relay;
    private final JobReporter reporter;
    private final Map<String, Deleted> deleted = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deleted> eldest) {
            return size() > CAPACITY;
        }
    };

    DeletedOnStandby(RelayClient relay, JobReporter reporter) {
        this.relay = relay;
        this.reporter = reporter;
    }

    /** Remembers a Job, by the id of the event that tells of its end. */
    synchronized void remember(Job job, boolean lastStateKnown) {
        deleted.put(
                TaskEvents.id(job.getMetadata().getUid(), TaskEventType.FINISHED), new Deleted(job, lastStateKnown));
    }

    /**
     * Hands over to the reporter what the relay lacks, and forgets the rest. If the relay does not answer, nothing is
     * forgotten.
     *
     * @return how many were handed over
     */
    int report() {
        Map<String, Deleted> remembered = remembered();
        if (remembered.isEmpty()) {
            return 0;
        }
        Set<String> missing = relay.missing(List.copyOf(remembered.keySet()));
        remembered.entrySet().stream()
                .filter(entry -> missing.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .forEach(gone -> reporter.reportDeleted(gone.job(), gone.lastStateKnown()));
        forget(remembered.keySet());
        LOG.infof(
                "Of %d Jobs that were deleted while this replica stood by the relay lacked the end of %d",
                remembered.size(), missing.size());
        return missing.size();
    }

    private synchronized Map<String, Deleted> remembered() {
        return deleted.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    private synchronized void forget(Set<String> ids) {
        deleted.keySet().removeAll(ids);
    }
}
