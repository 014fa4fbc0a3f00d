package dev.taskping.chaos.fault;

import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.testbed.Link;
import java.time.Duration;

/** One thing done to the system. */
public sealed interface FaultAction {

    /** What can be killed. */
    enum Part {
        /** The one that leads. */
        OPERATOR,
        RELAY,
        DATABASE,
        API_SERVER
    }

    /**
     * {@code kill -9}.
     *
     * @param down how long it stays down; the API server starts again at once
     */
    record Kill(Part part, Duration down) implements FaultAction {}

    /** {@code kill -9} of all operators at once, which stay down for that long. */
    record KillOperators(Duration down) implements FaultAction {}

    /** Stopped as Kubernetes stops a pod, and started again: of operator and relay. */
    record Restart(Part part) implements FaultAction {}

    /** Every connection between two parts is reset, and every new one. */
    record Cut(Link link, Duration lasting) implements FaultAction {}

    /** Nothing passes between two parts, and no connection breaks. */
    record Stall(Link link, Duration lasting) implements FaultAction {}

    /** Telegram and the webhook receiver fail at every request. */
    record ProvidersFail(Fault fault, Duration lasting) implements FaultAction {}

    /**
     * A tenant in another namespace makes thousands of objects, has 128 channels that hang and 210 connections that dawdle.
     *
     * @param objects how many
     * @param lasting how long it goes on
     */
    record Hostility(int objects, Duration lasting) implements FaultAction {}

    /** Telegram and the webhook receiver take that many messages and break the connection instead of saying so. */
    record AnswersLost(int messages) implements FaultAction {}
}
