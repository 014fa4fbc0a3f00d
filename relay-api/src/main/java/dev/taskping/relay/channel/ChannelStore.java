package dev.taskping.relay.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.relay.channel.ProviderRegistry.InvalidSettingsException;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.security.Sealer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Stores the registered channels: their settings, which are sealed for the channel's own row, destination, bot and latest
 * check.
 */
@ApplicationScoped
public class ChannelStore {

    private static final Logger LOG = Logger.getLogger(ChannelStore.class);

    /** The message of a channel without settings; also the column's default. */
    static final String NOT_REGISTERED = "The channel is not registered.";

    private static final String COLUMNS =
            "id, workspace, cluster, namespace, name, settings_sealed, destination, endpoint_id";
    private static final String HOOKED = "SELECT " + COLUMNS + ", bot_id FROM channel";

    /** Instead of a bot's id. */
    private static final String NOBODY_IS_HEARD = "";

    private final Sealer sealer;
    private final ProviderRegistry providers;
    private final InboundAdapterRegistry inbound;
    private final Clock clock;
    private final ObjectMapper json = ProtocolJson.mapper();

    ChannelStore(Sealer sealer, ProviderRegistry providers, InboundAdapterRegistry inbound, Clock clock) {
        this.sealer = sealer;
        this.providers = providers;
        this.inbound = inbound;
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

    /**
     * Those of these channels that are registered, by id; each in its own workspace. Leaves out those whose settings cannot be opened or
     * are not understood; the log names them.
     */
    public Map<UUID, RegisteredChannel> findAll(Handle handle, Collection<UUID> ids) {
        return handle
                .createQuery("SELECT " + COLUMNS
                        + " FROM channel WHERE id = ANY(:ids::uuid[]) AND settings_sealed IS NOT NULL")
                .bindArray("ids", String.class, ids.stream().map(UUID::toString).toList())
                .map((row, context) -> readable(row))
                .stream()
                .flatMap(Optional::stream)
                .collect(Collectors.toMap(RegisteredChannel::id, Function.identity()));
    }

    private Optional<RegisteredChannel> readable(ResultSet row) throws SQLException {
        try {
            return Optional.of(channel(row));
        } catch (IllegalStateException e) {
            LOG.errorf(
                    "Channel %s/%s is left out until it is registered again: %s",
                    row.getString("namespace"), row.getString("name"), e.getMessage());
            return Optional.empty();
        }
    }

    /** All registered channels of a kind, of every workspace: for pollers, which serve each in its own workspace. */
    public List<RegisteredChannel> findByType(Handle handle, ChannelType type) {
        return handle.createQuery("SELECT " + COLUMNS
                        + " FROM channel WHERE type = :type AND settings_sealed IS NOT NULL ORDER BY id")
                .bind("type", type.id())
                .map((row, context) -> channel(row))
                .list();
    }

    /**
     * A channel found by a request to its hook.
     *
     * @param channel the channel
     * @param botId of the bot that the database says it uses; absent if that was never stored
     */
    public record Hooked(RegisteredChannel channel, @Nullable String botId) {}

    /** The channel of that endpoint, if it is registered; of any workspace, because providers know of none. */
    public Optional<Hooked> findByEndpoint(Handle handle, String endpointId) {
        return handle.createQuery(HOOKED + " WHERE endpoint_id = :endpoint AND settings_sealed IS NOT NULL")
                .bind("endpoint", endpointId)
                .map((row, context) -> hooked(row))
                .findOne();
    }

    /** The channel that a cluster registered by that name; if several workspaces have such a cluster, the oldest channel. */
    public Optional<Hooked> findByName(Handle handle, String cluster, ChannelKey key) {
        return handle.createQuery(
                        HOOKED
                                + """
                                 WHERE cluster = :cluster AND namespace = :namespace AND name = :name
                                  AND settings_sealed IS NOT NULL
                                ORDER BY created_at, id LIMIT 1
                                """)
                .bind("cluster", cluster)
                .bind("namespace", key.namespace())
                .bind("name", key.name())
                .map((row, context) -> hooked(row))
                .findOne();
    }

    /** The channel of that id, if it is registered, in any workspace. */
    public Optional<Hooked> findById(Handle handle, UUID id) {
        return handle.createQuery(HOOKED + " WHERE id = :id AND settings_sealed IS NOT NULL")
                .bind("id", id)
                .map((row, context) -> hooked(row))
                .findOne();
    }

    /** The registered channels of a bot, of every workspace, in a stable order. */
    public List<RegisteredChannel> findByBot(Handle handle, BotIdentity bot) {
        return handle
                .createQuery(
                        "SELECT " + COLUMNS
                                + " FROM channel WHERE bot_id = :bot AND bot_id <> '' AND settings_sealed IS NOT NULL ORDER BY id")
                .bind("bot", bot.id())
                .map((row, context) -> channel(row))
                .list()
                .stream()
                // A relay of an earlier version may have replaced the settings without storing the bot.
                .filter(channel ->
                        inbound.bot(channel.settings()).filter(bot::equals).isPresent())
                .toList();
    }

    /** Registered channels whose bot was never stored: at most {@code limit}, with ids after {@code after}. */
    List<UUID> withoutBot(Handle handle, UUID after, int limit) {
        return handle.createQuery(
                        """
                        SELECT id FROM channel WHERE bot_id IS NULL AND settings_sealed IS NOT NULL AND id > :after
                        ORDER BY id LIMIT :limit
                        """)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list();
    }

    /** Stores the bot of a channel; the settings must be those in the database. */
    public void setBot(Handle handle, RegisteredChannel channel) {
        handle.createUpdate("UPDATE channel SET bot_id = :bot WHERE id = :id AND bot_id IS DISTINCT FROM :bot")
                .bind("bot", botId(channel.settings()))
                .bind("id", channel.id())
                .execute();
    }

    /** Registers a channel, or replaces the settings of a registered one. */
    public RegisteredChannel put(
            Handle handle, String workspace, String cluster, ChannelKey key, ProviderSettings settings) {
        UUID id = idOf(handle, workspace, cluster, key);
        handle.createUpdate(
                        """
                        UPDATE channel SET type = :type, settings_sealed = :settings, bot_id = :bot, checked_at = NULL,
                            reason = 'Unchecked', message = 'The provider was not asked yet.', recheck_at = NULL,
                            trouble_reason = NULL, trouble = NULL, trouble_since = NULL
                        WHERE workspace = :workspace AND id = :id
                        """)
                .bind("type", settings.type().id())
                .bind("settings", sealer.seal(write(settings), place(workspace, id)))
                .bind("bot", botId(settings))
                .bind("workspace", workspace)
                .bind("id", id)
                .execute();
        return find(handle, workspace, id).orElseThrow();
    }

    /**
     * Stores the template of a channel's messages, whether they can be edited, and the channel's bot.
     *
     * @param template how they are worded; absent: by default
     */
    public void setMessages(Handle handle, RegisteredChannel channel, @Nullable String template) {
        handle.createUpdate(
                        """
                        UPDATE channel SET template = :template, edits = :edits, bot_id = :bot
                        WHERE workspace = :workspace AND id = :id
                          AND (template IS DISTINCT FROM :template OR edits <> :edits OR bot_id IS DISTINCT FROM :bot)
                        """)
                .bind("template", template)
                .bind("bot", botId(channel.settings()))
                .bind("edits", channel.settings().edits())
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

    /** Removes a channel's settings. Its history stays, and messages to it wait until it is registered again. */
    public boolean remove(Handle handle, String workspace, String cluster, ChannelKey key) {
        return handle.createUpdate(
                                """
                        UPDATE channel SET settings_sealed = NULL, type = NULL, bot_id = NULL, ready = false, destination = NULL,
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

    /** Stores the destination that a channel learned by pairing. */
    public Optional<RegisteredChannel> setDestination(Handle handle, String workspace, UUID id, String destination) {
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
        return find(handle, workspace, id);
    }

    /** Stores the result of a check. */
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

    /** The result of the latest check, if that was after {@code oldest}. */
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

    /** Opens the sealed settings of a channel. */
    ProviderSettings open(String workspace, UUID id, byte[] sealed) {
        try {
            return providers.read(json.readValue(sealer.open(sealed, place(workspace, id)), ChannelSettings.class));
        } catch (IOException | InvalidSettingsException e) {
            throw new IllegalStateException("The settings of channel " + id + " are not understood");
        }
    }

    private Hooked hooked(ResultSet row) throws SQLException {
        return new Hooked(channel(row), row.getString("bot_id"));
    }

    private String botId(ProviderSettings settings) {
        return inbound.bot(settings).map(BotIdentity::id).orElse(NOBODY_IS_HEARD);
    }

    private RegisteredChannel channel(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        String workspace = row.getString("workspace");
        String destination = row.getString("destination");
        ProviderSettings settings = open(workspace, id, row.getBytes("settings_sealed"));
        return new RegisteredChannel(
                id,
                workspace,
                row.getString("cluster"),
                new ChannelKey(row.getString("namespace"), row.getString("name")),
                RegisteredChannel.withDestination(settings, destination),
                destination,
                row.getString("endpoint_id"));
    }

    private byte[] write(ProviderSettings settings) {
        try {
            return json.writeValueAsBytes(providers.write(settings));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Settings cannot be written as JSON", e);
        }
    }

    private static String place(String workspace, UUID id) {
        return workspace + "/channel/" + id;
    }
}
