package dev.taskping.protocol.channel;

import java.time.Duration;

/**
 * How many messages a destination may get.
 *
 * @param messages at most this many, at least 1
 * @param per in any stretch of this length
 */
public record Rate(int messages, Duration per) {}
