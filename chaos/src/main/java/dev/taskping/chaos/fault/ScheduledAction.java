package dev.taskping.chaos.fault;

import java.time.Duration;

/**
 * A blow at a moment.
 *
 * @param after from the begin of the row
 * @param blow what is done
 * @param choice which replica, where there are several
 */
public record ScheduledAction(Duration after, FaultAction blow, int choice) {}
