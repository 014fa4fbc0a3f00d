package dev.taskping.chaos;

import dev.taskping.chaos.fault.Fault;
import dev.taskping.chaos.fault.Strike;
import dev.taskping.chaos.fault.Striker;
import dev.taskping.chaos.fault.Timeline;
import dev.taskping.chaos.verdict.Comparison;
import dev.taskping.chaos.verdict.Findings;
import dev.taskping.chaos.work.JobPlan;
import dev.taskping.chaos.work.Truth;
import dev.taskping.chaos.work.Workload;
import dev.taskping.testkit.stand.RelayRecord;
import dev.taskping.testkit.stand.Stand;
import dev.taskping.testkit.stand.Supervisor;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One row of the fault suite: Jobs start and end while a fault happens; then, when everything has come to rest, the three
 * sets are compared.
 *
 * @param fault what happens
 * @param seed decides on the Jobs and on the moments of the fault
 * @param jobs how many Jobs
 * @param window in which they begin
 * @param patience how long it may take until everything has come to rest
 */
record Row(Fault fault, long seed, int jobs, Duration window, Duration patience) {

    private static final Duration POLL = Duration.ofMillis(500);

    /** Plays it on a stand that works. */
    RowReport play(Stand stand, Supervisor supervisor, long number) {
        String name = "chaos-" + seed + "-" + fault.id();
        Scene scene = Scene.set(stand, name, 1_000 + number);
        Random random = new Random(seed * 31 + fault.ordinal());
        List<JobPlan> plans = JobPlan.some(random, name, jobs, window, fault.jobsStay());
        List<Strike> strikes = fault.strikes(random, window);
        Timeline timeline = new Timeline(stand.operators().size());
        List<Truth> truths = together(
                () -> new Workload(stand.client(), name).run(plans),
                () -> new Striker(stand, supervisor, timeline).strike(strikes));
        RelayRecord record = stand.record();
        boolean settled = settle(stand, scene, record, truths, timeline);
        Findings findings = comparison(scene, record, truths, timeline).findings();
        return new RowReport(
                fault.id(),
                seed,
                findings,
                settled,
                strikes.stream().map(Strike::toString).toList(),
                timeline.all());
    }

    private static List<Truth> together(java.util.concurrent.Callable<List<Truth>> work, Runnable strikes) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Truth>> truths = threads.submit(work);
            Future<?> struck = threads.submit(strikes);
            struck.get();
            return truths.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The row could not be played", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** Until all is told, nothing waits in the outbox, and every process works. */
    private boolean settle(Stand stand, Scene scene, RelayRecord record, List<Truth> truths, Timeline timeline) {
        try {
            Awaitility.await()
                    .atMost(patience)
                    .pollInterval(POLL)
                    .until(() -> isHealthy(stand)
                            && record.pending() == 0
                            && comparison(scene, record, truths, timeline)
                                    .outstanding()
                                    .isEmpty());
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static boolean isHealthy(Stand stand) {
        return stand.relays().stream().allMatch(relay -> relay.isAlive() && relay.isReady())
                && stand.operators().stream().allMatch(operator -> operator.isAlive() && operator.isReady());
    }

    private static Comparison comparison(Scene scene, RelayRecord record, List<Truth> truths, Timeline timeline) {
        return new Comparison(truths, record.tasks(scene.namespace()), scene.receipts(), timeline, record::deliveries);
    }
}
