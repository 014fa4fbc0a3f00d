package dev.taskping.operator.reporting;

import dev.taskping.operator.job.JobInformer;
import dev.taskping.operator.leadership.LeaderTask;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.relay.RelayException;
import dev.taskping.operator.taskevent.AcknowledgedEvents;
import dev.taskping.operator.taskevent.TaskEventFactory;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.relay.EventIds;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Asks the relay which events of Jobs it lacks, and reports the Jobs whose event is missing. */
@ApplicationScoped
public class UnreportedJobCheck implements LeaderTask {

    /** Jobs that arrive within this time are checked in one request. */
    private static final Duration LINGER = Duration.ofMillis(20);

    private record PendingEvent(Job job, TaskEventType type) {}

    private final Leadership leadership;
    private final JobInformer jobs;
    private final JobReporter reporter;
    private final RelayClient relay;
    private final AcknowledgedEvents acknowledged;
    private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();

    UnreportedJobCheck(
            Leadership leadership,
            JobInformer jobs,
            JobReporter reporter,
            RelayClient relay,
            AcknowledgedEvents acknowledged) {
        this.leadership = leadership;
        this.jobs = jobs;
        this.reporter = reporter;
        this.relay = relay;
        this.acknowledged = acknowledged;
    }

    /** Queues a Job to be checked. */
    void enqueue(Job job) {
        queue.add(job);
    }

    /** Queues every Job of a namespace whose NotifiedTasks changed. */
    public void policiesChanged(String namespace) {
        if (leadership.leads()) {
            jobs.inNamespace(namespace)
                    .filter(job -> reporter.pendingEvent(job).isPresent())
                    .forEach(queue::add);
        }
    }

    @Override
    public String name() {
        return "Check of new Jobs for missing events";
    }

    /** Checks the Jobs in the queue; waits until there is one. */
    @Override
    public void run() throws InterruptedException {
        List<Job> batch = new ArrayList<>();
        batch.add(queue.take());
        Thread.sleep(LINGER);
        queue.drainTo(batch, EventIds.MAX - 1);
        try {
            check(batch);
        } catch (RelayException e) {
            queue.addAll(batch);
            throw e;
        }
    }

    @Override
    public Duration interval() {
        return Duration.ZERO;
    }

    /**
     * Reports the Jobs whose event the relay lacks, and remembers the events that it has.
     *
     * @return how many events the relay lacked
     */
    int check(List<Job> candidates) {
        Map<String, PendingEvent> pending = new LinkedHashMap<>();
        for (Job job : candidates) {
            reporter.pendingEvent(job)
                    .ifPresent(type -> pending.put(
                            TaskEventFactory.id(job.getMetadata().getUid(), type), new PendingEvent(job, type)));
        }
        if (pending.isEmpty()) {
            return 0;
        }
        Set<String> missing = relay.missing(List.copyOf(pending.keySet()));
        pending.forEach((id, event) -> {
            if (missing.contains(id)) {
                reporter.report(event.job());
            } else {
                acknowledged.add(event.job().getMetadata().getUid(), event.type());
            }
        });
        return missing.size();
    }
}
