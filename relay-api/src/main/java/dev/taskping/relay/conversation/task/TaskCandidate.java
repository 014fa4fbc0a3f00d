package dev.taskping.relay.conversation.task;

import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.delivery.outbox.ChannelTask;
import dev.taskping.relay.task.TaskView;

/**
 * A task that a person may mean.
 *
 * @param channel the channel that got the latest message about it
 * @param task the task as it is now
 */
public record TaskCandidate(RegisteredChannel channel, TaskView task) {

    public String name() {
        return task.task().name();
    }

    public ChannelTask channelTask() {
        return new ChannelTask(channel.id(), task.task().uid());
    }
}
