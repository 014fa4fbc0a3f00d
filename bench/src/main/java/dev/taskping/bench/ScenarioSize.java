package dev.taskping.bench;

/** How large the scenarios are, as the budgets have them; {@code name=value} on the command line changes one. */
public enum ScenarioSize {
    BURST_JOBS("burst.jobs", 1_000),
    STEADY_RATE("steady.rate", 200),
    STEADY_SECONDS("steady.seconds", 30),
    OUTAGE_JOBS("outage.jobs", 1_000),
    OUTAGE_SECONDS("outage.seconds", 20),
    RESTART_JOBS("restart.jobs", 10_000),
    CALLS_JOBS("calls.jobs", 500),
    RELAY_EVENTS("relay.events", 10_000),
    RELAY_CHANNELS("relay.channels", 64),
    REPLY_PRESSES("reply.presses", 150),
    HOOK_CHANNELS("hook.channels", 10_000),
    HOOK_REQUESTS("hook.requests", 200),
    OBJECTS("objects.count", 10_000),
    GROWTH_JOBS("growth.jobs", 50_000),
    GROWTH_SAMPLE("growth.sample", 1_000);

    private final String id;
    private final int normal;

    ScenarioSize(String id, int normal) {
        this.id = id;
        this.normal = normal;
    }

    /** The name on the command line. */
    public String id() {
        return id;
    }

    /** The budget's own size. */
    public int normal() {
        return normal;
    }
}
