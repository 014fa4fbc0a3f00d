package dev.taskping.bench.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A budget and what was measured.
 *
 * @param budget the promise
 * @param measured in the budget's unit
 * @param floor what the bare loop needed, in the same unit; absent where it has no counterpart
 */
public record BudgetVerdict(Budget budget, double measured, @Nullable Double floor) {

    /** Whether the promise was kept. */
    @JsonProperty
    public boolean met() {
        return missedBy() == 0;
    }

    /** By how much it was missed, in the budget's unit. */
    @JsonProperty
    public double missedBy() {
        return budget.limit().missedBy(measured, floor == null ? 0 : floor);
    }

    /** Measured by floor; absent without a floor, or with one of nothing. */
    @JsonProperty
    public @Nullable Double ratio() {
        return floor == null || floor == 0 ? null : measured / floor;
    }

    /** One line of the table. */
    String row() {
        Double ratio = ratio();
        return "%-74s %12s %12s %8s   %-16s %s"
                .formatted(
                        budget.promise(),
                        floor == null ? "-" : BudgetLimit.number(floor),
                        BudgetLimit.number(measured),
                        ratio == null ? "-" : BudgetLimit.number(ratio) + "×",
                        budget.limit().text() + " " + budget.unit(),
                        met() ? "met" : "MISSED by " + BudgetLimit.number(missedBy()) + " " + budget.unit());
    }
}
