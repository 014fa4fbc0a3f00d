package dev.taskping.protocol.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Another way to reach people when a channel does not.
 *
 * @param channel the channel that takes over
 * @param after how long a message is tried before it goes there; absent: 15 minutes
 */
public record Fallback(ChannelKey channel, @Nullable Duration after) {}
