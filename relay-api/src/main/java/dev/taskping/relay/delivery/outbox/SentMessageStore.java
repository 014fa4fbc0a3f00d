package dev.taskping.relay.delivery.outbox;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.event.EventStore;
import dev.taskping.relay.platform.database.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages that people answer. A reference is the provider's name for a message. All methods run in the caller's
 * transaction.
 */
@ApplicationScoped
public class SentMessageStore {

    private final EventLoader events;

    SentMessageStore(EventLoader events) {
        this.events = events;
    }

    /**
     * A message, sent or on its way.
     *
     * @param workspace the workspace
     * @param channelId the channel it goes to
     * @param taskUid the task it is about, if it is about one
     * @param reference the provider's name for it, once it is sent
     * @param createdAt when it was put into the outbox
     */
    public record Sent(
            String workspace,
            UUID channelId,
            @Nullable String taskUid,
            @Nullable String reference,
            Instant createdAt) {}

    /** The message of that delivery. */
    public Optional<Sent> find(Handle handle, UUID deliveryId) {
        return handle.createQuery(
                        "SELECT workspace, channel_id, task_uid, reference, created_at FROM delivery WHERE id = :id")
                .bind("id", deliveryId)
                .map((row, context) -> new Sent(
                        row.getString("workspace"),
                        row.getObject("channel_id", UUID.class),
                        row.getString("task_uid"),
                        row.getString("reference"),
                        row.getTimestamp("created_at").toInstant()))
                .findOne();
    }

    /** The task that a message is about, if it is about one. */
    public Optional<ChannelTask> findTask(
            Handle handle, Collection<UUID> channels, String conversation, String reference) {
        return handle.createQuery(
                        """
                        SELECT channel_id, task_uid FROM delivery
                        WHERE channel_id = ANY(:channels::uuid[]) AND reference = :reference AND task_uid IS NOT NULL
                          AND (conversation IS NULL OR conversation = :conversation)
                        ORDER BY seq DESC LIMIT 1
                        """)
                .bindArray("channels", String.class, texts(channels))
                .bind("reference", reference)
                .bind("conversation", conversation)
                .map((row, context) -> channelTask(row))
                .findOne();
    }

    /** How many tasks a digest shows; 0 if the message is no digest. */
    public int countDigestTasks(Handle handle, String workspace, UUID channelId, String reference) {
        return handle.createQuery(
                        """
                        SELECT count(DISTINCT task_uid) FROM delivery
                        WHERE workspace = :workspace AND channel_id = :channel AND reference = :reference
                          AND digest IS NOT NULL
                        """)
                .bind("workspace", workspace)
                .bind("channel", channelId)
                .bind("reference", reference)
                .mapTo(Integer.class)
                .one();
    }

    /** The tasks of the latest messages to these channels, newest first, each once. */
    public List<ChannelTask> latestTasks(Handle handle, Collection<UUID> channels, int limit) {
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
                .bindArray("channels", String.class, texts(channels))
                .bind("limit", limit)
                .map((row, context) -> channelTask(row))
                .list();
    }

    /**
     * Those of the deliveries that went to a conversation, newest first.
     *
     * @param reference only the message of that name; absent for all
     */
    public List<UUID> inConversation(
            Handle handle,
            String workspace,
            Collection<UUID> deliveries,
            String conversation,
            @Nullable String reference) {
        if (deliveries.isEmpty()) {
            return List.of();
        }
        return handle.createQuery(
                        """
                        SELECT id FROM delivery
                        WHERE workspace = :workspace AND id = ANY(:ids::uuid[])
                          AND (conversation = :conversation OR placement ->> 'conversation' = :conversation)
                          AND (:reference::text IS NULL OR reference = :reference)
                        ORDER BY seq DESC
                        """)
                .bind("workspace", workspace)
                .bindArray("ids", String.class, texts(deliveries))
                .bind("conversation", conversation)
                .bind("reference", reference)
                .mapTo(UUID.class)
                .list();
    }

    /** The reference of the first of these deliveries that was sent. */
    public Optional<String> findReference(Handle handle, String workspace, Collection<UUID> deliveries) {
        if (deliveries.isEmpty()) {
            return Optional.empty();
        }
        return handle.createQuery(
                        """
                        SELECT reference FROM delivery
                        WHERE workspace = :workspace AND id = ANY(:ids::uuid[]) AND reference IS NOT NULL
                        ORDER BY seq LIMIT 1
                        """)
                .bind("workspace", workspace)
                .bindArray("ids", String.class, texts(deliveries))
                .mapTo(String.class)
                .findOne();
    }

    /** What the message of that reference said when it was first sent, with its log. */
    public Optional<Message> findMessage(Handle handle, String workspace, UUID channelId, String reference) {
        record Stored(Message message, EventStore.@Nullable Key event) {}
        return handle.createQuery(
                        """
                        SELECT message, task_uid, event_id, event_cluster FROM delivery
                        WHERE workspace = :workspace AND channel_id = :channel AND reference = :reference
                        ORDER BY seq LIMIT 1
                        """)
                .bind("workspace", workspace)
                .bind("channel", channelId)
                .bind("reference", reference)
                .map((row, context) -> new Stored(
                        Json.read(row.getString("message"), Message.class),
                        row.getString("event_id") == null
                                ? null
                                : new EventStore.Key(
                                        workspace,
                                        row.getString("event_cluster"),
                                        row.getString("task_uid"),
                                        row.getString("event_id"))))
                .findOne()
                .map(stored -> withLog(handle, stored.message, stored.event));
    }

    private Message withLog(Handle handle, Message message, EventStore.@Nullable Key event) {
        if (message.log() != null || event == null) {
            return message;
        }
        return Optional.ofNullable(events.withLogs(handle, List.of(event)).get(event))
                .map(told -> told.data().log())
                .map(message::withLog)
                .orElse(message);
    }

    private static ChannelTask channelTask(ResultSet row) throws SQLException {
        return new ChannelTask(row.getObject("channel_id", UUID.class), row.getString("task_uid"));
    }

    private static List<String> texts(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).toList();
    }
}
