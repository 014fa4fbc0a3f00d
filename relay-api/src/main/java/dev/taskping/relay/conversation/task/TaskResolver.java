package dev.taskping.relay.conversation.task;

import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.delivery.outbox.SentMessageStore;
import dev.taskping.relay.task.TaskStore;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Finds the channel and the task of a person's message. All methods run in the caller's transaction. */
@ApplicationScoped
public class TaskResolver {

    private final SentMessageStore messages;
    private final TaskStore tasks;

    TaskResolver(SentMessageStore messages, TaskStore tasks) {
        this.messages = messages;
        this.tasks = tasks;
    }

    /**
     * A message of the bot that a person answered.
     *
     * @param channel the channel it went to
     * @param taskUid the task it is about
     */
    public record AnsweredMessage(RegisteredChannel channel, String taskUid) {}

    /** The bot's message that the person answered, if it is about a task. */
    public Optional<AnsweredMessage> answeredMessage(Handle handle, Bot bot, InboundUpdate.Text text) {
        return Optional.ofNullable(text.replyTo())
                .flatMap(reference -> messages.findTask(handle, ids(bot.channels()), text.chat(), reference))
                .map(sent -> new AnsweredMessage(bot.channel(sent.channelId()).orElseThrow(), sent.taskUid()));
    }

    /** Whether a message of the bot is a digest of several tasks. */
    public boolean isDigest(Handle handle, AnsweredMessage message, String reference) {
        RegisteredChannel channel = message.channel();
        return messages.countDigestTasks(handle, channel.workspace(), channel.id(), reference) > 1;
    }

    /** The tasks of the latest messages to these channels of the bot, newest first, each once. */
    public List<TaskCandidate> latest(Handle handle, Bot bot, List<RegisteredChannel> channels, int limit) {
        return messages.latestTasks(handle, ids(channels), limit).stream()
                .flatMap(told -> {
                    RegisteredChannel channel = bot.channel(told.channelId()).orElseThrow();
                    return find(handle, channel, told.taskUid()).map(task -> new TaskCandidate(channel, task)).stream();
                })
                .toList();
    }

    /** The task, in the channel's workspace and cluster, or a session's. */
    public Optional<TaskView> find(Handle handle, RegisteredChannel channel, String taskUid) {
        return tasks.find(handle, channel.workspace(), taskUid)
                .filter(task -> task.cluster() == null || task.cluster().equals(channel.cluster()));
    }

    private static List<UUID> ids(List<RegisteredChannel> channels) {
        return channels.stream().map(RegisteredChannel::id).toList();
    }
}
