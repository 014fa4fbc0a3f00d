package dev.taskping.operator.leadership;

/**
 * This replica no longer leads, and ends when all observers have returned: each has a few seconds to report what only this
 * replica knows. Fired at most once.
 */
public record LeadershipLost() {}
