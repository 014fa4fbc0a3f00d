package dev.taskping.protocol.event;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The progress that a running task reports.
 *
 * @param fraction the finished part, from 0 to 1
 * @param text the task's own words, such as {@code step 1200/3000, loss 1.83}
 * @param remaining the estimated time until the end
 */
public record Progress(@Nullable Double fraction, @Nullable String text, @Nullable Duration remaining) {}
