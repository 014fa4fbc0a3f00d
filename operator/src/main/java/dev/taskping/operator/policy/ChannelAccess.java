package dev.taskping.operator.policy;

import dev.taskping.protocol.channel.ChannelKey;

/** Whether tasks of a namespace may use a channel. */
@FunctionalInterface
public interface ChannelAccess {

    /** Whether tasks of {@code namespace} may use {@code channel}; they may always use one of their own namespace. */
    boolean allows(String namespace, ChannelKey channel);
}
