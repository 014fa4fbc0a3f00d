package dev.taskping.operator.leadership;

/** This replica leads from now on. Fired once; observers start their own threads and return at once. */
public record LeadershipGained() {}
