package dev.taskping.protocol.event;

import dev.taskping.protocol.channel.ChannelKey;

/**
 * One destination of an event.
 *
 * @param channel the channel that delivers it
 */
public record Route(ChannelKey channel) {}
