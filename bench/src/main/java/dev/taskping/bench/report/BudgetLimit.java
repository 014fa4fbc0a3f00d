package dev.taskping.bench.report;

import java.util.Locale;

/** How far a measured value may go. All values are in the budget's unit. */
public sealed interface BudgetLimit {

    /** At most this much. */
    record AtMost(double most) implements BudgetLimit {}

    /** At least this much. */
    record AtLeast(double least) implements BudgetLimit {}

    /** At most this much more than the bare loop needs. */
    record AboveFloor(double more) implements BudgetLimit {}

    /** The value at which the budget is just met. */
    default double bound(double floor) {
        return switch (this) {
            case AtMost(double most) -> most;
            case AtLeast(double least) -> least;
            case AboveFloor(double more) -> floor + more;
        };
    }

    /** By how much a value misses the bound; zero if it is met. */
    default double missedBy(double measured, double floor) {
        double over = this instanceof AtLeast ? bound(floor) - measured : measured - bound(floor);
        return Math.max(0, over);
    }

    /** As it is written in a table, such as {@code ≤ floor + 30}. */
    default String text() {
        return switch (this) {
            case AtMost(double most) -> "≤ " + number(most);
            case AtLeast(double least) -> "≥ " + number(least);
            case AboveFloor(double more) -> "≤ floor + " + number(more);
        };
    }

    /** A number without needless digits. */
    static String number(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
