package dev.taskping.bench.report;

/** What the design promises, line by line. */
public enum Budget {
    BURST_DRAINED("1,000 Jobs ending at once: drained after the last one", "ms", new BudgetLimit.AtMost(2_000)),
    BURST_LOST("1,000 Jobs ending at once: lost or doubled", "messages", new BudgetLimit.AtMost(0)),
    STEADY_P50("200 Jobs/s for 30 s: median latency", "ms", new BudgetLimit.AboveFloor(30)),
    STEADY_P99("200 Jobs/s for 30 s: 99th percentile", "ms", new BudgetLimit.AboveFloor(100)),
    STEADY_LOST("200 Jobs/s for 30 s: lost or doubled", "messages", new BudgetLimit.AtMost(0)),
    OUTAGE_LOST("receiver answers 503 for 20 s: lost", "messages", new BudgetLimit.AtMost(0)),
    OUTAGE_DOUBLED("receiver answers 503 for 20 s: doubled", "messages", new BudgetLimit.AtMost(0)),
    OUTAGE_DRAINED("receiver answers 503 for 20 s: drained after it recovers", "ms", new BudgetLimit.AtMost(5_000)),
    RESTART_REPEATED("restart with 10,000 finished Jobs: messages again", "messages", new BudgetLimit.AtMost(0)),
    RESTART_CAUGHT_UP("restart with 10,000 finished Jobs: caught up after the start", "s", new BudgetLimit.AtMost(10)),
    RESTART_MEMORY("operator's resident memory at most, 10,000 Jobs", "MiB", new BudgetLimit.AtMost(256)),
    OBJECTS_MEMORY(
            "operator's resident memory at most, 10,000 objects of each kind", "MiB", new BudgetLimit.AtMost(384)),
    READS("API reads for a finished Job", "requests", new BudgetLimit.AtMost(3)),
    WRITES("API writes for a finished Job", "requests", new BudgetLimit.AtMost(0)),
    RELAY_ONE("relay, 1 replica: ingested and dispatched", "events/s", new BudgetLimit.AtLeast(1_000)),
    RELAY_TWO("relay, 2 replicas", "events/s", new BudgetLimit.AtLeast(1_000)),
    RELAY_FOUR("relay, 4 replicas", "events/s", new BudgetLimit.AtLeast(1_000)),
    REPLY_P50("from a pressed button to its Job: median", "ms", new BudgetLimit.AtMost(300)),
    REPLY_P99("from a pressed button to its Job: 99th percentile", "ms", new BudgetLimit.AtMost(1_000)),
    REPLY_LOST("from a pressed button to its Job: lost or doubled", "Jobs", new BudgetLimit.AtMost(0)),
    FORGED_ROWS(
            "a forged request to a hook with 10,000 channels: rows of channels read",
            "rows",
            new BudgetLimit.AtMost(1.1)),
    GROWTH(
            "operator's CPU for a Job at 50,000 Jobs, as a multiple of that at 1,000",
            "×",
            new BudgetLimit.AtMost(1.25)),
    AGENT_MEMORY("agent's resident memory", "MiB", new BudgetLimit.AtMost(64)),
    WRAPPER_START("taskping run: time added to a command", "s", new BudgetLimit.AtMost(0.3));

    private final String promise;
    private final String unit;
    private final BudgetLimit budgetLimit;

    Budget(String promise, String unit, BudgetLimit budgetLimit) {
        this.promise = promise;
        this.unit = unit;
        this.budgetLimit = budgetLimit;
    }

    /** In words. */
    public String promise() {
        return promise;
    }

    /** Of what is measured. */
    public String unit() {
        return unit;
    }

    /** How far it may go. */
    public BudgetLimit limit() {
        return budgetLimit;
    }
}
