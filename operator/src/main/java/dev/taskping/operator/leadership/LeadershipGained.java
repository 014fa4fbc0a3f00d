package dev.taskping.operator.leadership;

/** This replica leads from now on. Fired once; observers return at once. */
public record LeadershipGained() {}
