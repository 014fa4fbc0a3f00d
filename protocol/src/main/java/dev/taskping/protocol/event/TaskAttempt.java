package dev.taskping.protocol.event;

import org.jspecify.annotations.Nullable;

/**
 * How often a task's work was begun, where that is known: of a Job whose pods are replaced when they fail.
 *
 * @param number which attempt it was that decided, counted from 1
 * @param most how many there may be; absent if that is not limited
 */
public record TaskAttempt(int number, @Nullable Integer most) {}
