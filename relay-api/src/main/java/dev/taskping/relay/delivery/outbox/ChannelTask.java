package dev.taskping.relay.delivery.outbox;

import java.util.UUID;

/**
 * A task that a channel was told of.
 *
 * @param channelId the channel
 * @param taskUid the task
 */
public record ChannelTask(UUID channelId, String taskUid) {}
