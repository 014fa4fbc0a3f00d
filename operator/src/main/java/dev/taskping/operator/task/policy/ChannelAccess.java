package dev.taskping.operator.task.policy;

import dev.taskping.protocol.channel.ChannelKey;

/** Whether tasks of a namespace may use a channel. */
@FunctionalInterface
public interface ChannelAccess {

    /** Whether tasks of {@code namespace} may use {@code channel}; a channel of the same namespace always. */
    boolean allows(String namespace, ChannelKey channel);
}
