package dev.taskping.relay.delivery.outbox;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.channel.ChannelLookup;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.platform.database.DatabaseNotifications;
import dev.taskping.relay.platform.database.DatabaseNotifications.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Puts dead letters back into the outbox. All methods run in the caller's transaction and answer how many there were. */
@ApplicationScoped
public class DeadLetterReplay {

    private static final String REVIVE =
            """
            UPDATE delivery d SET state = 'pending', due_at = :now, tried_since = :now, finished_at = NULL, digest = NULL
            WHERE d.workspace = :workspace AND d.state = 'dead'
            """;

    private final ChannelLookup channels;
    private final Clock clock;

    DeadLetterReplay(ChannelLookup channels, Clock clock) {
        this.channels = channels;
        this.clock = clock;
    }

    public int of(Handle handle, String workspace, List<UUID> ids) {
        return revive(
                handle,
                handle.createUpdate(REVIVE + " AND d.id = ANY(:ids::uuid[])")
                        .bindArray(
                                "ids",
                                String.class,
                                ids.stream().map(UUID::toString).toList()),
                workspace);
    }

    /** All dead letters of a channel that no fallback channel took over. */
    public int ofChannel(Handle handle, String workspace, ChannelKey channel, @Nullable Instant since) {
        return revive(
                handle,
                handle.createUpdate(
                                REVIVE
                                        + """
                                 AND d.channel_id = ANY(:channels::uuid[])
                                AND (:since::timestamptz IS NULL OR d.finished_at >= :since::timestamptz)
                                AND NOT EXISTS (SELECT 1 FROM delivery other
                                    WHERE other.fallback_of = d.id AND other.state <> 'dead')
                                """)
                        .bindArray(
                                "channels",
                                String.class,
                                channels.idsOf(handle, workspace, channel).stream()
                                        .map(UUID::toString)
                                        .toList())
                        .bind("since", since == null ? null : since.toString()),
                workspace);
    }

    private int revive(Handle handle, Update update, String workspace) {
        int revived = update.bind("workspace", workspace)
                .bind("now", DatabaseAccess.now(clock))
                .execute();
        DatabaseNotifications.publish(handle, Topic.OUTBOX, "");
        return revived;
    }
}
