package dev.taskping.relay.command;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.delivery.outbox.SentMessageStore;
import dev.taskping.relay.delivery.outbox.SentMessageStore.Sent;
import dev.taskping.relay.task.TaskStore;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What a reply token is about: the channel its message went to, and the task the message tells of.
 *
 * @param channel the channel, which is still registered
 * @param task the task
 * @param cluster where the task runs or ran
 */
record ReplyTokenContext(RegisteredChannel channel, TaskView task, String cluster) {

    String workspace() {
        return channel.workspace();
    }

    UUID channelId() {
        return channel.id();
    }

    ChannelKey channelKey() {
        return channel.key();
    }

    /** The type of the channel, which with its name identifies who holds the token. */
    String provider() {
        return channel.settings().type().id();
    }

    String taskUid() {
        return task.task().uid();
    }

    /** Resolves the delivery that a token was issued for. */
    @ApplicationScoped
    static class Resolver {

        private final SentMessageStore messages;
        private final ChannelStore channels;
        private final TaskStore tasks;

        Resolver(SentMessageStore messages, ChannelStore channels, TaskStore tasks) {
            this.messages = messages;
            this.channels = channels;
            this.tasks = tasks;
        }

        /** Empty if the channel is gone, or the task did not run in the channel's cluster. The workspace is the delivery's own. */
        Optional<ReplyTokenContext> find(Handle handle, UUID deliveryId) {
            return messages.find(handle, deliveryId).flatMap(sent -> context(handle, sent));
        }

        private Optional<ReplyTokenContext> context(Handle handle, Sent sent) {
            Optional<RegisteredChannel> channel = channels.find(handle, sent.workspace(), sent.channelId());
            Optional<TaskView> task =
                    Optional.ofNullable(sent.taskUid()).flatMap(uid -> tasks.find(handle, sent.workspace(), uid));
            Optional<String> cluster = task.flatMap(view -> Optional.ofNullable(view.cluster()))
                    .filter(id ->
                            channel.filter(known -> known.cluster().equals(id)).isPresent());
            return channel.isEmpty() || task.isEmpty() || cluster.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ReplyTokenContext(channel.get(), task.get(), cluster.get()));
        }
    }
}
