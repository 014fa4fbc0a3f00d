package dev.taskping.testkit.simulator.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which of the coming requests fail, and how. Thread safe. */
public final class FaultPlan {

    /** Matches every operation. */
    public static final String ANY = "";

    private static final class Planned {
        final String operation;
        final Fault fault;
        int remaining;

        int passing;

        Planned(String operation, Fault fault, int passing, int remaining) {
            this.operation = operation;
            this.fault = fault;
            this.passing = passing;
            this.remaining = remaining;
        }
    }

    private final List<Planned> planned = new ArrayList<>();

    /** The next {@code times} requests of an operation (case-insensitive; {@link #ANY} for all) fail that way. */
    public synchronized void failNext(String operation, int times, Fault fault) {
        planned.add(new Planned(operation, fault, 0, times));
    }

    /** So many requests of an operation pass, and the one after them fails that way. */
    public synchronized void failAfter(String operation, int passing, Fault fault) {
        planned.add(new Planned(operation, fault, passing, 1));
    }

    /** Every request fails that way until {@link #clear()}. */
    public void failAlways(Fault fault) {
        failNext(ANY, Integer.MAX_VALUE, fault);
    }

    /** Everything works again. */
    public synchronized void clear() {
        planned.clear();
    }

    /** The fault of this request, which is used up by it. */
    public synchronized Optional<Fault> take(String operation) {
        for (Planned plan : planned) {
            if ((plan.operation.isEmpty() || plan.operation.equalsIgnoreCase(operation)) && plan.passing-- <= 0) {
                if (plan.remaining != Integer.MAX_VALUE && --plan.remaining == 0) {
                    planned.remove(plan);
                }
                return Optional.of(plan.fault);
            }
        }
        return Optional.empty();
    }
}
