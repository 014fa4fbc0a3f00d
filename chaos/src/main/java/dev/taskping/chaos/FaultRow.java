package dev.taskping.chaos;

import dev.taskping.chaos.fault.FaultInjector;
import dev.taskping.chaos.fault.FaultScenario;
import dev.taskping.chaos.fault.OutageTimeline;
import dev.taskping.chaos.fault.ScheduledAction;
import dev.taskping.chaos.verdict.Findings;
import dev.taskping.chaos.verdict.OutcomeComparison;
import dev.taskping.chaos.work.ActualOutcome;
import dev.taskping.chaos.work.JobPlan;
import dev.taskping.chaos.work.Workload;
import dev.taskping.testkit.testbed.RelayInspector;
import dev.taskping.testkit.testbed.Supervisor;
import dev.taskping.testkit.testbed.TestBed;
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
record FaultRow(FaultScenario fault, long seed, int jobs, Duration window, Duration patience) {

    private static final Duration POLL = Duration.ofMillis(500);

    /** Plays it on a stand that works. */
    RowReport play(TestBed testBed, Supervisor supervisor, long number) {
        String name = "chaos-" + seed + "-" + fault.id();
        RowNamespace rowNamespace = RowNamespace.set(testBed, name, 1_000 + number);
        Random random = new Random(seed * 31 + fault.ordinal());
        List<JobPlan> plans = JobPlan.some(random, name, jobs, window, fault.jobsStay());
        List<ScheduledAction> strikes = fault.strikes(random, window);
        OutageTimeline outageTimeline = new OutageTimeline(testBed.operators().size());
        List<ActualOutcome> truths = together(
                () -> new Workload(testBed.client(), name).run(plans),
                () -> new FaultInjector(testBed, supervisor, outageTimeline).strike(strikes));
        RelayInspector record = testBed.record();
        boolean settled = settle(testBed, rowNamespace, record, truths, outageTimeline);
        Findings findings =
                comparison(rowNamespace, record, truths, outageTimeline).findings();
        return new RowReport(
                fault.id(),
                seed,
                findings,
                settled,
                strikes.stream().map(ScheduledAction::toString).toList(),
                outageTimeline.all());
    }

    private static List<ActualOutcome> together(
            java.util.concurrent.Callable<List<ActualOutcome>> work, Runnable strikes) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<ActualOutcome>> truths = threads.submit(work);
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
    private boolean settle(
            TestBed testBed,
            RowNamespace rowNamespace,
            RelayInspector record,
            List<ActualOutcome> truths,
            OutageTimeline outageTimeline) {
        try {
            Awaitility.await()
                    .atMost(patience)
                    .pollInterval(POLL)
                    .until(() -> isHealthy(testBed)
                            && record.pending() == 0
                            && comparison(rowNamespace, record, truths, outageTimeline)
                                    .outstanding()
                                    .isEmpty());
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static boolean isHealthy(TestBed testBed) {
        return testBed.relays().stream().allMatch(relay -> relay.isAlive() && relay.isReady())
                && testBed.operators().stream().allMatch(operator -> operator.isAlive() && operator.isReady());
    }

    private static OutcomeComparison comparison(
            RowNamespace rowNamespace,
            RelayInspector record,
            List<ActualOutcome> truths,
            OutageTimeline outageTimeline) {
        return new OutcomeComparison(
                truths,
                record.tasks(rowNamespace.namespace()),
                rowNamespace.receipts(),
                outageTimeline,
                record::deliveries);
    }
}
