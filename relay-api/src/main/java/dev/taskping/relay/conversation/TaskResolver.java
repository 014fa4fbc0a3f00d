package dev.taskping.relay.conversation;

import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.task.TaskStore;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Finds which channel and which task an answer is about. All methods run in the caller's transaction. */
@ApplicationScoped
class TaskResolver {

    private final TaskStore tasks;

    TaskResolver(TaskStore tasks) {
        this.tasks = tasks;
    }

    /**
     * A message of ours.
     *
     * @param channel the channel it went to
     * @param taskUid the task it is about
     */
    record Answered(RegisteredChannel channel, String taskUid) {}

    /**
     * A task that a channel was told of.
     *
     * @param where the message
     * @param view the task as it is now
     */
    record Known(Answered where, TaskView view) {}

    /** The message of ours that was answered, if it is one about a task. */
    Optional<Answered> answered(Handle handle, Bot bot, String chat, String reference) {
        return handle.createQuery(
                        """
                        SELECT channel_id, task_uid FROM delivery
                        WHERE channel_id = ANY(:channels::uuid[]) AND reference = :reference AND task_uid IS NOT NULL
                          AND (conversation IS NULL OR conversation = :chat)
                        ORDER BY seq DESC LIMIT 1
                        """)
                .bindArray("channels", String.class, ids(bot.channels()))
                .bind("reference", reference)
                .bind("chat", chat)
                .map((row, context) -> new Answered(
                        bot.channel(row.getObject("channel_id", UUID.class)).orElseThrow(), row.getString("task_uid")))
                .findOne();
    }

    /** How many tasks a message of ours tells of: several if it is a digest. */
    int told(Handle handle, Answered answered, String reference) {
        return handle.createQuery(
                        """
                        SELECT count(DISTINCT task_uid) FROM delivery
                        WHERE workspace = :workspace AND channel_id = :channel AND reference = :reference
                          AND digest IS NOT NULL
                        """)
                .bind("workspace", answered.channel().workspace())
                .bind("channel", answered.channel().id())
                .bind("reference", reference)
                .mapTo(Integer.class)
                .one();
    }

    /** The tasks that these channels were told of last, newest first, each once. */
    private static List<Answered> latest(Handle handle, Bot bot, List<RegisteredChannel> channels, int limit) {
        return handle.createQuery(
                        """
                        SELECT channel_id, task_uid FROM (
                            SELECT DISTINCT ON (task_uid) channel_id, task_uid, seq FROM (
                                SELECT channel_id, task_uid, seq FROM delivery
                                WHERE channel_id = ANY(:channels::uuid[]) AND event_id IS NOT NULL
                                ORDER BY seq DESC LIMIT 100) AS recent
                            ORDER BY task_uid, seq DESC) AS newest
                        ORDER BY seq DESC LIMIT :limit
                        """)
                .bindArray("channels", String.class, ids(channels))
                .bind("limit", limit)
                .map((row, context) -> new Answered(
                        bot.channel(row.getObject("channel_id", UUID.class)).orElseThrow(), row.getString("task_uid")))
                .list();
    }

    /** The same with what is known of each. */
    List<Known> latestKnown(Handle handle, Bot bot, List<RegisteredChannel> channels, int limit) {
        return latest(handle, bot, channels, limit).stream()
                .flatMap(where -> task(handle, where).map(view -> new Known(where, view)).stream())
                .toList();
    }

    /** The task, in the channel's workspace. */
    Optional<TaskView> task(Handle handle, Answered answered) {
        return tasks.find(handle, answered.channel().workspace(), answered.taskUid());
    }

    private static List<String> ids(List<RegisteredChannel> channels) {
        return channels.stream().map(channel -> channel.id().toString()).toList();
    }
}
