package dev.taskping.chaos.fault;

import dev.taskping.chaos.fault.Blow.Part;
import dev.taskping.testkit.process.ServiceProcess;
import dev.taskping.testkit.stand.Link;
import dev.taskping.testkit.stand.Stand;
import dev.taskping.testkit.stand.Stand.Leader;
import dev.taskping.testkit.stand.Supervisor;
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
public final class Striker {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(100);

    /** From an operator's readiness until it has listed the Jobs, on a busy machine. */
    private static final Duration UNTIL_WATCHING = Duration.ofSeconds(2);

    /** The operator's pause between two tries to resume a watch, after some seconds without an API server, and the list. */
    private static final Duration UNTIL_WATCHING_AGAIN = Duration.ofSeconds(4);

    private final Stand stand;
    private final Supervisor supervisor;
    private final Timeline timeline;
    private final Map<Object, ReentrantLock> locks = new ConcurrentHashMap<>();

    public Striker(Stand stand, Supervisor supervisor, Timeline timeline) {
        this.stand = stand;
        this.supervisor = supervisor;
        this.timeline = timeline;
        supervisor.tell((service, lastAlive) -> {
            if (stand.operators().contains(service)) {
                Thread.startVirtualThread(() -> noteAbsence(service, lastAlive));
            }
        });
    }

    /** An operator that lost its Lease ends by itself, and what only it had seen ends with it. */
    private void noteAbsence(ServiceProcess operator, Instant from) {
        awaitReady(operator);
        timeline.addAbsence(operator.name(), from, Instant.now().plus(UNTIL_WATCHING));
    }

    /** Strikes at the planned moments and returns when the last blow is undone. */
    public void strike(List<Strike> strikes) {
        Instant begun = Instant.now();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = strikes.stream()
                    .<Future<?>>map(strike -> threads.submit(() -> strike(strike, begun)))
                    .toList();
            all.forEach(Striker::await);
        }
    }

    private static void await(Future<?> strike) {
        try {
            strike.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A blow could not be undone", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private void strike(Strike strike, Instant begun) {
        pause(Duration.between(Instant.now(), begun.plus(strike.after())));
        switch (strike.blow()) {
            case Blow.Kill(Part part, Duration down) -> kill(part, down, strike.choice());
            case Blow.Restart(Part part) -> restart(part, strike.choice());
            case Blow.Cut(Link link, Duration lasting) ->
                interrupt(link, () -> stand.links().cut(link), lasting);
            case Blow.Stall(Link link, Duration lasting) ->
                interrupt(link, () -> stand.links().stall(link), lasting);
            case Blow.ProvidersFail fail -> failProviders(fail);
            case Blow.AnswersLost(int messages) -> loseAnswers(messages);
        }
    }

    private void kill(Part part, Duration down, int choice) {
        switch (part) {
            case OPERATOR -> endOperator(leading().orElseGet(() -> any(stand.operators(), choice)), true, down);
            case RELAY -> {
                ServiceProcess relay = any(stand.relays(), choice);
                exclusively(
                        relay,
                        () -> timeline.during(Trouble.RELAY_KILLED, () -> {
                            supervisor.hold(relay);
                            relay.kill();
                            pause(down);
                            supervisor.release(relay);
                            awaitReady(relay);
                        }));
            }
            case DATABASE ->
                exclusively(
                        stand.database(),
                        () -> timeline.during(Trouble.DATABASE_AWAY, () -> {
                            stand.database().kill();
                            pause(down);
                            stand.database().start();
                        }));
            case API_SERVER ->
                exclusively(
                        stand.controlPlane(),
                        () -> timeline.during(Trouble.NOBODY_WATCHES, () -> {
                            stand.controlPlane().killApiServer();
                            return awaitLeader(Instant.now(), "").plus(UNTIL_WATCHING_AGAIN);
                        }));
        }
    }

    private void restart(Part part, int choice) {
        switch (part) {
            case OPERATOR -> endOperator(any(stand.operators(), choice), false, Duration.ZERO);
            case RELAY -> {
                ServiceProcess relay = any(stand.relays(), choice);
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
            timeline.addAbsence(operator.name(), from, Instant.now().plus(UNTIL_WATCHING));
            if (leader.isEmpty() || leader.get().identity().startsWith(operator.name() + "_")) {
                timeline.add(
                        Trouble.NOBODY_LEADS,
                        from,
                        awaitLeader(ended, leader.map(Leader::identity).orElse("")));
            }
        });
    }

    private void interrupt(Link link, Runnable interruption, Duration lasting) {
        Trouble trouble =
                switch (link) {
                    case OPERATOR_RELAY -> Trouble.RELAY_UNREACHABLE;
                    case OPERATOR_API_SERVER -> Trouble.NOBODY_WATCHES;
                    case RELAY_DATABASE -> Trouble.DATABASE_AWAY;
                    case RELAY_PROVIDERS -> Trouble.ANSWERS_LOST;
                };
        exclusively(
                link,
                () -> timeline.during(trouble, () -> {
                    interruption.run();
                    pause(lasting);
                    stand.links().restore(link);
                    return link == Link.OPERATOR_API_SERVER
                            ? awaitLeader(Instant.now(), "").plus(UNTIL_WATCHING_AGAIN)
                            : Instant.now();
                }));
    }

    private void failProviders(Blow.ProvidersFail fail) {
        exclusively(
                stand.webhook(),
                () -> timeline.during(Trouble.ANSWERS_LOST, () -> {
                    stand.webhook().faults().failAlways(fail.fault());
                    stand.telegram().faults().failAlways(fail.fault());
                    pause(fail.lasting());
                    stand.webhook().faults().clear();
                    stand.telegram().faults().clear();
                }));
    }

    private void loseAnswers(int messages) {
        var fault = new dev.taskping.testkit.simulator.http.Fault.ResetAfterAccept();
        exclusively(
                stand.webhook(),
                () -> timeline.during(Trouble.ANSWERS_LOST, () -> {
                    stand.webhook().faults().failNext("", messages, fault);
                    stand.telegram().faults().failNext("sendMessage", messages, fault);
                    pause(Duration.ofSeconds(4));
                    stand.webhook().faults().clear();
                    stand.telegram().faults().clear();
                }));
    }

    private Optional<ServiceProcess> leading() {
        return leader().flatMap(leader -> stand.operators().stream()
                .filter(operator -> leader.identity().startsWith(operator.name() + "_"))
                .findFirst());
    }

    private Optional<Leader> leader() {
        try {
            return stand.leader();
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
