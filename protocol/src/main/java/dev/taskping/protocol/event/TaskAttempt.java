package dev.taskping.protocol.event;

import org.jspecify.annotations.Nullable;

/**
 * The attempt that decided a task's outcome. Known for Jobs whose failed pods are replaced.
 *
 * @param number the number of the attempt, counted from 1
 * @param most the maximum number of attempts; absent if there is no limit
 */
public record TaskAttempt(int number, @Nullable Integer most) {}
