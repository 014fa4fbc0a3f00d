package dev.taskping.protocol.event;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a running task has come, as far as it says.
 *
 * @param fraction from 0 to 1
 * @param text what it says itself, such as {@code step 1200/3000, loss 1.83}
 * @param remaining how long it will still take
 */
public record Progress(@Nullable Double fraction, @Nullable String text, @Nullable Duration remaining) {}
