package dev.taskping.operator.task;

import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.leadership.LeadershipGained;
import dev.taskping.operator.relay.Backoff;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.relay.RelayException;
import dev.taskping.operator.relay.TunnelOpened;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.relay.EventIds;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings the relay's knowledge and the cluster together: asks which transitions the relay lacks and reports only those;
 * asks which tasks it holds as running and tells of those that the cluster no longer has; looks among Events for ends
 * that neither side shows. Runs when leadership is gained,
 * when the tunnel opens, and every few minutes; for single Jobs also when they turn up without our having seen them end.
 */
@ApplicationScoped
class Comparison {

    private static final Logger LOG = Logger.getLogger(Comparison.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5));
    /** Jobs that turn up together are asked about together. */
    private static final Duration LINGER = Duration.ofMillis(20);

    private record Question(Job job, TaskEventType type) {}

    private final Leadership leadership;
    private final JobCache jobs;
    private final JobReporter reporter;
    private final VanishedTasks vanished;
    private final UnheardTasks unheard;
    private final DeletedOnStandby standby;
    private final RelayClient relay;
    private final Acknowledged acknowledged;
    private final Duration interval;
    private final Semaphore wanted = new Semaphore(0);
    private final BlockingQueue<Job> single = new LinkedBlockingQueue<>();
    private volatile @Nullable Thread whole;
    private volatile @Nullable Thread part;

    Comparison(
            Leadership leadership,
            JobCache jobs,
            JobReporter reporter,
            VanishedTasks vanished,
            UnheardTasks unheard,
            DeletedOnStandby standby,
            RelayClient relay,
            Acknowledged acknowledged,
            OperatorConfiguration configuration) {
        this.leadership = leadership;
        this.jobs = jobs;
        this.reporter = reporter;
        this.vanished = vanished;
        this.unheard = unheard;
        this.standby = standby;
        this.relay = relay;
        this.acknowledged = acknowledged;
        this.interval = configuration.relay().comparisonInterval();
    }

    void start(@Observes LeadershipGained gained) {
        whole = Thread.ofVirtual().name("comparison").start(() -> forever(this::compareAll));
        part = Thread.ofVirtual().name("comparison-of-single-jobs").start(() -> forever(this::compareSingle));
    }

    void tunnelOpened(@Observes TunnelOpened opened) {
        wanted.release();
    }

    @PreDestroy
    void stop() {
        for (Thread thread : new Thread[] {whole, part}) {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    /** Asks the relay whether it knows this Job's present state, and reports it if not. */
    void ask(Job job) {
        single.add(job);
    }

    /** Asks about every Job of a namespace whose policies changed. */
    void policiesChanged(String namespace) {
        if (leadership.leads()) {
            jobs.inNamespace(namespace)
                    .filter(job -> reporter.due(job).isPresent())
                    .forEach(single::add);
        }
    }

    private interface Round {
        void run(boolean first) throws InterruptedException;
    }

    private void forever(Round round) {
        int failures = 0;
        boolean first = true;
        try {
            while (true) {
                try {
                    round.run(first);
                    first = false;
                    failures = 0;
                } catch (RuntimeException e) {
                    failures++;
                    LOG.logf(
                            failures % 30 == 1 ? Logger.Level.WARN : Logger.Level.DEBUG,
                            "Comparison with the relay waits (attempt %d): %s",
                            failures,
                            e.getMessage());
                    first = true;
                    Thread.sleep(BACKOFF.after(failures).toMillis());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Comparison ends");
        }
    }

    private void compareAll(boolean atOnce) throws InterruptedException {
        if (!atOnce) {
            wanted.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS);
        }
        wanted.drainPermits();
        jobs.awaitSynced();
        long begun = System.nanoTime();
        List<Job> all = jobs.all().filter(job -> reporter.due(job).isPresent()).toList();
        int missing = settle(all);
        int gone = standby.report() + vanished.report(relay.runningTasks()) + unheard.report();
        LOG.infof(
                "Compared %d Jobs with the relay in %d ms: %d transitions were missing, %d tasks had vanished",
                all.size(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun), missing, gone);
    }

    private void compareSingle(boolean first) throws InterruptedException {
        List<Job> asked = new ArrayList<>();
        asked.add(single.take());
        Thread.sleep(LINGER.toMillis());
        single.drainTo(asked, EventIds.MAX - 1);
        try {
            settle(asked);
        } catch (RelayException e) {
            single.addAll(asked);
            throw e;
        }
    }

    /** Reports what is missing and remembers what is not. */
    private int settle(List<Job> candidates) {
        Map<String, Question> questions = new LinkedHashMap<>();
        for (Job job : candidates) {
            reporter.due(job)
                    .ifPresent(type ->
                            questions.put(TaskEvents.id(job.getMetadata().getUid(), type), new Question(job, type)));
        }
        if (questions.isEmpty()) {
            return 0;
        }
        Set<String> missing = relay.missing(List.copyOf(questions.keySet()));
        questions.forEach((id, question) -> {
            if (missing.contains(id)) {
                reporter.report(question.job());
            } else {
                acknowledged.add(question.job().getMetadata().getUid(), question.type());
            }
        });
        return missing.size();
    }
}
