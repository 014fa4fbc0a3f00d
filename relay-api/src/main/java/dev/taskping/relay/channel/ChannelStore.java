package dev.taskping.relay.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.protocol.channel.Fallback;
import dev.taskping.protocol.channel.Rate;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.RateLimit;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.platform.database.DatabaseNotifications;
import dev.taskping.relay.platform.database.DatabaseNotifications.Topic;
import dev.taskping.relay.security.Sealer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The channels. Settings are sealed for the channel's own row. */
@ApplicationScoped
public class ChannelStore {

    private static final Duration FALLBACK_AFTER = Duration.ofMinutes(15);
    private static final String COLUMNS = "id, workspace, cluster, namespace, name, settings_sealed, destination";

    private final Sealer sealer;
    private final LaneStore lanes;
    private final Clock clock;
    private final ObjectMapper json = ProtocolJson.mapper();

    ChannelStore(Sealer sealer, LaneStore lanes, Clock clock) {
        this.sealer = sealer;
        this.lanes = lanes;
        this.clock = clock;
    }

    /** The channel of that name, if it is registered. */
    public Optional<RegisteredChannel> find(Handle handle, String workspace, String cluster, ChannelKey key) {
        return handle.createQuery(
                        "SELECT " + COLUMNS
                                + """
                         FROM channel
                        WHERE workspace = :workspace AND cluster = :cluster AND namespace = :namespace AND name = :name
                          AND settings_sealed IS NOT NULL
                        """)
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .bind("namespace", key.namespace())
                .bind("name", key.name())
                .map((row, context) -> channel(row))
                .findOne();
    }

    /** The channel of that id, if it is registered. */
    public Optional<RegisteredChannel> find(Handle handle, String workspace, UUID id) {
        return handle.createQuery("SELECT " + COLUMNS
                        + " FROM channel WHERE workspace = :workspace AND id = :id AND settings_sealed IS NOT NULL")
                .bind("workspace", workspace)
                .bind("id", id)
                .map((row, context) -> channel(row))
                .findOne();
    }

    /** All registered channels of a kind, of every workspace: for pollers, which serve each in its own workspace. */
    public List<RegisteredChannel> findByType(Handle handle, ChannelType type) {
        return handle.createQuery("SELECT " + COLUMNS
                        + " FROM channel WHERE type = :type AND settings_sealed IS NOT NULL ORDER BY id")
                .bind("type", type.id())
                .map((row, context) -> channel(row))
                .list();
    }

    /** Registers a channel or gives a known one other settings; what waits for it becomes due. */
    public RegisteredChannel put(
            Handle handle, String workspace, String cluster, ChannelKey key, ChannelSettings settings) {
        UUID id = idOf(handle, workspace, cluster, key);
        handle.createUpdate(
                        """
                        UPDATE channel SET type = :type, settings_sealed = :settings, checked_at = NULL,
                            reason = 'Unchecked', message = 'The provider was not asked yet.', recheck_at = NULL,
                            trouble_reason = NULL, trouble = NULL, trouble_since = NULL
                        WHERE workspace = :workspace AND id = :id
                        """)
                .bind("type", ChannelType.of(settings).id())
                .bind("settings", sealer.seal(write(settings), place(workspace, id)))
                .bind("workspace", workspace)
                .bind("id", id)
                .execute();
        RegisteredChannel channel = find(handle, workspace, id).orElseThrow();
        lanes.assign(handle, channel, RateLimit.of(settings));
        releaseWaiting(handle, workspace, id);
        return channel;
    }

    /** Says how fast messages may go to a channel, and where they go that cannot be delivered to it. */
    public void setDelivery(
            Handle handle, RegisteredChannel channel, @Nullable Rate rate, @Nullable Fallback fallback) {
        lanes.assign(
                handle,
                channel,
                Optional.ofNullable(rate).map(RateLimit::of).or(() -> RateLimit.of(channel.settings())));
        Duration after = fallback == null || fallback.after() == null ? FALLBACK_AFTER : fallback.after();
        handle.createUpdate(
                        """
                        UPDATE channel SET fallback_id = :fallback::uuid, fallback_after_ms = :after::bigint
                        WHERE workspace = :workspace AND id = :id
                        """)
                .bind(
                        "fallback",
                        fallback == null
                                ? null
                                : idOf(handle, channel.workspace(), channel.cluster(), fallback.channel()))
                .bind("after", fallback == null ? null : after.toMillis())
                .bind("workspace", channel.workspace())
                .bind("id", channel.id())
                .execute();
    }

    /**
     * Says how messages to a channel are made.
     *
     * @param template how they are worded; absent: by default
     */
    public void setMessages(Handle handle, RegisteredChannel channel, @Nullable String template) {
        handle.createUpdate(
                        """
                        UPDATE channel SET template = :template, edits = :edits
                        WHERE workspace = :workspace AND id = :id
                          AND (template IS DISTINCT FROM :template OR edits <> :edits)
                        """)
                .bind("template", template)
                .bind("edits", ChannelType.edits(channel.settings()))
                .bind("workspace", channel.workspace())
                .bind("id", channel.id())
                .execute();
    }

    /** The id of a channel that may not be registered (yet); deliveries to it wait. */
    public UUID idOf(Handle handle, String workspace, String cluster, ChannelKey key) {
        handle.createUpdate(
                        """
                        INSERT INTO channel (id, workspace, cluster, namespace, name, created_at)
                        VALUES (:id, :workspace, :cluster, :namespace, :name, :now)
                        ON CONFLICT (workspace, cluster, namespace, name) DO NOTHING
                        """)
                .bind("id", UUID.randomUUID())
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .bind("namespace", key.namespace())
                .bind("name", key.name())
                .bind("now", DatabaseAccess.now(clock))
                .execute();
        return handle.createQuery(
                        """
                        SELECT id FROM channel
                        WHERE workspace = :workspace AND cluster = :cluster AND namespace = :namespace AND name = :name
                        """)
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .bind("namespace", key.namespace())
                .bind("name", key.name())
                .mapTo(UUID.class)
                .one();
    }

    /** Forgets a channel's settings. Its history stays; what waits for it waits for it to be registered again. */
    public boolean remove(Handle handle, String workspace, String cluster, ChannelKey key) {
        return handle.createUpdate(
                                """
                        UPDATE channel SET settings_sealed = NULL, type = NULL, ready = false, destination = NULL,
                            reason = 'NotRegistered', message = 'The channel is not registered.'
                        WHERE workspace = :workspace AND cluster = :cluster AND namespace = :namespace AND name = :name
                          AND settings_sealed IS NOT NULL
                        """)
                        .bind("workspace", workspace)
                        .bind("cluster", cluster)
                        .bind("namespace", key.namespace())
                        .bind("name", key.name())
                        .execute()
                > 0;
    }

    /** Remembers where pairing says this channel's messages go, and sends what waited for that. */
    public void setDestination(Handle handle, String workspace, UUID id, String destination) {
        handle.createUpdate(
                        """
                        UPDATE channel SET destination = :destination, ready = true, reason = 'Verified',
                            message = 'Paired.'
                        WHERE workspace = :workspace AND id = :id
                        """)
                .bind("destination", destination)
                .bind("workspace", workspace)
                .bind("id", id)
                .execute();
        find(handle, workspace, id).ifPresent(channel -> lanes.move(handle, channel));
        releaseWaiting(handle, workspace, id);
    }

    /** Remembers what the provider said when asked. */
    public void setCheck(Handle handle, String workspace, UUID id, ChannelCheck check) {
        handle.createUpdate(
                        """
                        UPDATE channel SET ready = :ready, reason = :reason, message = :message, checked_at = :now,
                            recheck_at = NULL
                        WHERE workspace = :workspace AND id = :id
                        """)
                .bind("ready", check.ready())
                .bind("reason", check.reason())
                .bind("message", check.message())
                .bind("now", DatabaseAccess.now(clock))
                .bind("workspace", workspace)
                .bind("id", id)
                .execute();
    }

    /** What the provider said when asked last, if that was after {@code oldest}. */
    public Optional<ChannelCheck> findCheck(Handle handle, String workspace, UUID id, Instant oldest) {
        return handle.createQuery(
                        """
                        SELECT ready, reason, message FROM channel
                        WHERE workspace = :workspace AND id = :id AND checked_at > :oldest
                        """)
                .bind("workspace", workspace)
                .bind("id", id)
                .bind("oldest", oldest)
                .map((row, context) ->
                        new ChannelCheck(row.getBoolean("ready"), row.getString("reason"), row.getString("message")))
                .findOne();
    }

    /** Opens sealed settings read by another store's statement. */
    public ChannelSettings open(String workspace, UUID id, byte[] sealed) {
        try {
            return json.readValue(sealer.open(sealed, place(workspace, id)), ChannelSettings.class);
        } catch (IOException e) {
            throw new IllegalStateException("The settings of channel " + id + " are not understood");
        }
    }

    private void releaseWaiting(Handle handle, String workspace, UUID id) {
        handle.createUpdate(
                        """
                        UPDATE delivery SET due_at = :now
                        WHERE workspace = :workspace AND channel_id = :id AND state = 'pending' AND due_at > :now
                          AND (live_at IS NULL OR reference IS NULL) -- an edit keeps its distance from the last one
                        """)
                .bind("now", DatabaseAccess.now(clock))
                .bind("workspace", workspace)
                .bind("id", id)
                .execute();
        DatabaseNotifications.publish(handle, Topic.OUTBOX, "");
    }

    private RegisteredChannel channel(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        String workspace = row.getString("workspace");
        String destination = row.getString("destination");
        ChannelSettings settings = open(workspace, id, row.getBytes("settings_sealed"));
        return new RegisteredChannel(
                id,
                workspace,
                row.getString("cluster"),
                new ChannelKey(row.getString("namespace"), row.getString("name")),
                RegisteredChannel.withDestination(settings, destination),
                destination);
    }

    private byte[] write(ChannelSettings settings) {
        try {
            return json.writerFor(ChannelSettings.class).writeValueAsBytes(settings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Settings cannot be written as JSON", e);
        }
    }

    private static String place(String workspace, UUID id) {
        return workspace + "/channel/" + id;
    }
}
