package dev.taskping.relay.command;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.relay.platform.database.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * A delivery that a reply token came with, and the task it told of.
 *
 * @param workspace where
 * @param channelId the channel it went to, which is still registered
 * @param channel that channel's name
 * @param taskUid the task
 * @param cluster where the task ran
 * @param namespace in which namespace
 * @param next what may be launched
 */
record ReplyTokenContext(
        String workspace,
        UUID channelId,
        ChannelKey channel,
        String taskUid,
        String cluster,
        String namespace,
        List<NextLaunch> next) {

    /** Finds them. */
    @ApplicationScoped
    static class Store {

        /** Empty if the channel is gone, or the task ran in no cluster. The workspace is the delivery's own. */
        Optional<ReplyTokenContext> find(Handle handle, UUID deliveryId) {
            return handle.createQuery(
                            """
                            SELECT d.workspace, c.id, c.namespace AS channel_namespace, c.name AS channel_name, t.uid,
                                t.cluster, t.namespace, t.next
                            FROM delivery d
                            JOIN channel c ON c.workspace = d.workspace AND c.id = d.channel_id
                            JOIN task t ON t.workspace = d.workspace AND t.uid = d.task_uid
                            WHERE d.id = :id AND c.settings_sealed IS NOT NULL AND t.cluster IS NOT NULL
                            """)
                    .bind("id", deliveryId)
                    .map((row, context) -> new ReplyTokenContext(
                            row.getString("workspace"),
                            row.getObject("id", UUID.class),
                            new ChannelKey(row.getString("channel_namespace"), row.getString("channel_name")),
                            row.getString("uid"),
                            row.getString("cluster"),
                            row.getString("namespace"),
                            Json.readList(row.getString("next"), NextLaunch.class)))
                    .findOne();
        }
    }
}
