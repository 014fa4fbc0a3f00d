package dev.taskping.chaos.fault;

import dev.taskping.chaos.fault.FaultAction.Part;
import dev.taskping.testkit.process.ServiceProcess;
import dev.taskping.testkit.testbed.Link;
import dev.taskping.testkit.testbed.Supervisor;
import dev.taskping.testkit.testbed.TestBed;
import dev.taskping.testkit.testbed.TestBed.Leader;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

/** Does to a stand what a row calls for, undoes it, and notes what was broken meanwhile. */
public final class FaultInjector {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(100);

    /** From an operator's readiness until it has listed the Jobs, on a busy machine. */
    private static final Duration UNTIL_WATCHING = Duration.ofSeconds(2);

    /** The operator's pause between two tries to resume a watch, after some seconds without an API server, and the list. */
    private static final Duration UNTIL_WATCHING_AGAIN = Duration.ofSeconds(4);

    private final TestBed testBed;
    private final Supervisor supervisor;
    private final OutageTimeline outageTimeline;
    private final Map<Object, ReentrantLock> locks = new ConcurrentHashMap<>();

    public FaultInjector(TestBed testBed, Supervisor supervisor, OutageTimeline outageTimeline) {
        this.testBed = testBed;
        this.supervisor = supervisor;
        this.outageTimeline = outageTimeline;
        supervisor.tell((service, lastAlive) -> {
            if (testBed.operators().contains(service)) {
                Thread.startVirtualThread(() -> noteAbsence(service, lastAlive));
            }
        });
    }

    /** An operator that lost its Lease ends by itself, and what only it had seen ends with it. */
    private void noteAbsence(ServiceProcess operator, Instant from) {
        awaitReady(operator);
        outageTimeline.addAbsence(operator.name(), from, Instant.now().plus(UNTIL_WATCHING));
    }

    /** Strikes at the planned moments and returns when the last blow is undone. */
    public void strike(List<ScheduledAction> strikes) {
        Instant begun = Instant.now();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = strikes.stream()
                    .<Future<?>>map(scheduledAction -> threads.submit(() -> strike(scheduledAction, begun)))
                    .toList();
            all.forEach(FaultInjector::await);
        }
    }

    private static void await(Future<?> scheduledAction) {
        try {
            scheduledAction.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A blow could not be undone", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private void strike(ScheduledAction scheduledAction, Instant begun) {
        pause(Duration.between(Instant.now(), begun.plus(scheduledAction.after())));
        switch (scheduledAction.blow()) {
            case FaultAction.Kill(Part part, Duration down) -> kill(part, down, scheduledAction.choice());
            case FaultAction.KillOperators(Duration down) -> killOperators(down);
            case FaultAction.Restart(Part part) -> restart(part, scheduledAction.choice());
            case FaultAction.Cut(Link link, Duration lasting) ->
                interrupt(link, () -> testBed.links().cut(link), lasting);
            case FaultAction.Stall(Link link, Duration lasting) ->
                interrupt(link, () -> testBed.links().stall(link), lasting);
            case FaultAction.ProvidersFail fail -> failProviders(fail);
            case FaultAction.AnswersLost(int messages) -> loseAnswers(messages);
            case FaultAction.Hostility(int objects, Duration lasting) -> beHostile(objects, lasting);
        }
    }

    private void kill(Part part, Duration down, int choice) {
        switch (part) {
            case OPERATOR -> endOperator(leading().orElseGet(() -> any(testBed.operators(), choice)), true, down);
            case RELAY -> {
                ServiceProcess relay = any(testBed.relays(), choice);
                exclusively(
                        relay,
                        () -> outageTimeline.during(Outage.RELAY_KILLED, () -> {
                            supervisor.hold(relay);
                            relay.kill();
                            pause(down);
                            supervisor.release(relay);
                            awaitReady(relay);
                        }));
            }
            case DATABASE ->
                exclusively(
                        testBed.database(),
                        () -> outageTimeline.during(Outage.DATABASE_AWAY, () -> {
                            testBed.database().kill();
                            pause(down);
                            testBed.database().start();
                        }));
            case API_SERVER ->
                exclusively(testBed.controlPlane(), () -> {
                    Instant from = Instant.now();
                    testBed.controlPlane().killApiServer();
                    Instant to = awaitLeader(Instant.now(), "").plus(UNTIL_WATCHING_AGAIN);
                    outageTimeline.add(Outage.NOBODY_WATCHES, from, to);
                    outageTimeline.add(Outage.HISTORY_LOST, from, to);
                });
        }
    }

    private void killOperators(Duration down) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = testBed.operators().stream()
                    .<Future<?>>map(operator -> threads.submit(() -> endOperator(operator, true, down)))
                    .toList();
            all.forEach(FaultInjector::await);
        }
    }

    private void restart(Part part, int choice) {
        switch (part) {
            case OPERATOR -> endOperator(any(testBed.operators(), choice), false, Duration.ZERO);
            case RELAY -> {
                ServiceProcess relay = any(testBed.relays(), choice);
                exclusively(relay, () -> {
                    supervisor.hold(relay);
                    relay.terminate();
                    supervisor.release(relay);
                    awaitReady(relay);
                });
            }
            case DATABASE, API_SERVER ->
                throw new IllegalArgumentException("Only operator and relay are restarted, not " + part);
        }
    }

    /** One that is started again begins to watch soon after it is ready. */
    private void endOperator(ServiceProcess operator, boolean kill, Duration down) {
        exclusively(operator, () -> {
            Instant from = Instant.now();
            Optional<Leader> leader = leader();
            supervisor.hold(operator);
            if (kill) {
                operator.kill();
            } else {
                operator.terminate();
            }
            Instant ended = Instant.now();
            pause(down);
            supervisor.release(operator);
            awaitReady(operator);
            outageTimeline.addAbsence(operator.name(), from, Instant.now().plus(UNTIL_WATCHING));
            if (leader.isEmpty() || leader.get().identity().startsWith(operator.name() + "_")) {
                outageTimeline.add(
                        Outage.NOBODY_LEADS,
                        from,
                        awaitLeader(ended, leader.map(Leader::identity).orElse("")));
            }
        });
    }

    private void interrupt(Link link, Runnable interruption, Duration lasting) {
        Outage outage =
                switch (link) {
                    case OPERATOR_RELAY -> Outage.RELAY_UNREACHABLE;
                    case OPERATOR_API_SERVER -> Outage.NOBODY_WATCHES;
                    case RELAY_DATABASE -> Outage.DATABASE_AWAY;
                    case RELAY_PROVIDERS -> Outage.ANSWERS_LOST;
                };
        exclusively(
                link,
                () -> outageTimeline.during(outage, () -> {
                    interruption.run();
                    pause(lasting);
                    testBed.links().restore(link);
                    return link == Link.OPERATOR_API_SERVER
                            ? awaitLeader(Instant.now(), "").plus(UNTIL_WATCHING_AGAIN)
                            : Instant.now();
                }));
    }

    private void failProviders(FaultAction.ProvidersFail fail) {
        exclusively(
                testBed.webhook(),
                () -> outageTimeline.during(Outage.ANSWERS_LOST, () -> {
                    testBed.webhook().faults().failAlways(fail.fault());
                    testBed.telegram().faults().failAlways(fail.fault());
                    pause(fail.lasting());
                    testBed.webhook().faults().clear();
                    testBed.telegram().faults().clear();
                }));
    }

    /** Breaks nothing, so that nothing is excused by it. */
    private void beHostile(int objects, Duration lasting) {
        try {
            new HostileTenant(testBed, objects).act(lasting);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private void loseAnswers(int messages) {
        var fault = new dev.taskping.testkit.simulator.http.Fault.ResetAfterAccept();
        exclusively(
                testBed.webhook(),
                () -> outageTimeline.during(Outage.ANSWERS_LOST, () -> {
                    testBed.webhook().faults().failNext("", messages, fault);
                    testBed.telegram().faults().failNext("sendMessage", messages, fault);
                    pause(Duration.ofSeconds(4));
                    testBed.webhook().faults().clear();
                    testBed.telegram().faults().clear();
                }));
    }

    private Optional<ServiceProcess> leading() {
        return leader().flatMap(leader -> testBed.operators().stream()
                .filter(operator -> leader.identity().startsWith(operator.name() + "_"))
                .findFirst());
    }

    private Optional<Leader> leader() {
        try {
            return testBed.leader();
        } catch (KubernetesClientException away) {
            return Optional.empty();
        }
    }

    /** One that ends again, because what it needs is away, is started again by the supervisor. */
    private static void awaitReady(ServiceProcess service) {
        Instant until = Instant.now().plus(PATIENCE);
        while (!service.isReady()) {
            if (Instant.now().isAfter(until)) {
                throw new IllegalStateException(service.name() + " was not ready within " + PATIENCE.toSeconds()
                        + " s; its log is " + service.log());
            }
            pause(POLL);
        }
    }

    /** When somebody else than that one is seen to lead, and to have said so after that moment. */
    private Instant awaitLeader(Instant after, String gone) {
        Instant until = after.plus(PATIENCE);
        while (Instant.now().isBefore(until)) {
            if (leader().filter(leader -> leader.renewed().isAfter(after)
                            && !leader.identity().equals(gone))
                    .isPresent()) {
                return Instant.now();
            }
            pause(POLL);
        }
        throw new IllegalStateException("No operator led within " + PATIENCE.toSeconds() + " s after " + after);
    }

    /** Two blows to the same part come one after the other. */
    private void exclusively(Object part, Runnable action) {
        ReentrantLock lock = locks.computeIfAbsent(part, none -> new ReentrantLock());
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private static ServiceProcess any(List<ServiceProcess> replicas, int choice) {
        return replicas.get(choice % replicas.size());
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause.isNegative() ? Duration.ZERO : pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
