package dev.taskping.operator.leadership;

import io.javaoperatorsdk.operator.Operator;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether this replica is the leader. A process that loses leadership ends (see {@link LeaseElection}) and never regains it,
 * so that two replicas do not lead at the same time for long.
 */
@ApplicationScoped
public class Leadership {

    /** Before the operator SDK starts its informers, which it does at LIBRARY_AFTER + 123. */
    public static final int BEFORE_OPERATOR_START = Interceptor.Priority.LIBRARY_AFTER + 100;

    /** After the operator SDK has started its informers. */
    public static final int AFTER_OPERATOR_START = Interceptor.Priority.LIBRARY_AFTER + 200;

    /** Before the operator SDK stops its controllers and empties its caches, which it does at the default priority. */
    public static final int BEFORE_OPERATOR_STOP = 2;

    /** After the operator SDK has stopped its controllers. */
    public static final int AFTER_OPERATOR_STOP = ObserverMethod.DEFAULT_PRIORITY + 500;

    private final AtomicBoolean leads = new AtomicBoolean();
    private final Operator operator;
    private final Event<LeadershipGained> gained;
    private final Event<LeadershipLost> lost;

    Leadership(Operator operator, Event<LeadershipGained> gained, Event<LeadershipLost> lost) {
        this.operator = operator;
        this.gained = gained;
        this.lost = lost;
    }

    /** Whether this replica leads now. */
    public boolean leads() {
        return leads.get();
    }

    /** Without leader election (development, tests) the only replica leads as soon as it started. */
    void lead(@Observes @Priority(AFTER_OPERATOR_START + 100) StartupEvent started) {
        if (operator.getConfigurationService().getLeaderElectionConfiguration().isEmpty()) {
            gain();
        }
    }

    void gain() {
        if (leads.compareAndSet(false, true)) {
            gained.fire(new LeadershipGained());
        }
    }

    void lose() {
        leads.set(false);
    }

    /** Announces that this replica is about to end, and returns when all observers are done. */
    void end() {
        lost.fire(new LeadershipLost());
    }
}
