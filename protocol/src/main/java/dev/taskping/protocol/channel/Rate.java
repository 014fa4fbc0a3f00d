package dev.taskping.protocol.channel;

import java.time.Duration;

/**
 * The maximum rate of messages to a destination.
 *
 * @param messages the maximum number of messages, at least 1
 * @param per the length of the interval that the number applies to
 */
public record Rate(int messages, Duration per) {}
