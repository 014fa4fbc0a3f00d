package dev.taskping.protocol.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A channel that takes over messages which another channel cannot deliver.
 *
 * @param channel the channel that takes over
 * @param after how long the relay tries the first channel; absent: 15 minutes
 */
public record Fallback(ChannelKey channel, @Nullable Duration after) {}
