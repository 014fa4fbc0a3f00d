package dev.taskping.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetVerdictTest {

    @Test
    void missedBudgetNamesTheDifference() {
        BudgetVerdict missed = new BudgetVerdict(Budget.STEADY_P50, 45, 2.0);
        assertThat(missed.met()).isFalse();
        assertThat(missed.missedBy()).isEqualTo(13);
        assertThat(missed.ratio()).isEqualTo(22.5);
        assertThat(missed.row()).contains("22.50×", "≤ floor + 30 ms", "MISSED by 13 ms");
    }

    @Test
    void budgetRelativeToTheFloorUsesTheMeasuredFloor() {
        assertThat(new BudgetVerdict(Budget.STEADY_P50, 32, 2.0).met()).isTrue();
        assertThat(new BudgetVerdict(Budget.BURST_DRAINED, 2_000.5, 5_000.0).missedBy())
                .isEqualTo(0.5);
    }

    @Test
    void rateBelowItsBudgetIsMissed() {
        assertThat(new BudgetVerdict(Budget.RELAY_ONE, 1_000, null).met()).isTrue();
        assertThat(new BudgetVerdict(Budget.RELAY_ONE, 900, null).row())
                .contains("≥ 1,000 events/s", "MISSED by 100 events/s");
    }

    @Test
    void withoutAFloorThereIsNoRatio() {
        assertThat(new BudgetVerdict(Budget.READS, 2, null).ratio()).isNull();
        assertThat(new BudgetVerdict(Budget.OUTAGE_LOST, 0, 0.0).ratio()).isNull();
    }
}
