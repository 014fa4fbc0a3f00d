package dev.taskping.relay.action;

import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.platform.database.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The actions behind buttons. All methods run in the caller's transaction. */
@ApplicationScoped
public class ActionStore {

    private static final int ID_BYTES = 16;
    private static final String SELECT =
            """
            SELECT id, workspace, delivery_id, channel_id, task_uid, verb, person_id, expires_at, position
            FROM action
            """;

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    ActionStore(Clock clock) {
        this.clock = clock;
    }

    /** An id that cannot be guessed. */
    public String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Stores actions; the deliveries they are on exist already. */
    public void insert(Handle handle, List<Action> actions) {
        if (actions.isEmpty()) {
            return;
        }
        handle.createUpdate(
                        """
                        INSERT INTO action (id, workspace, delivery_id, channel_id, task_uid, verb, person_id,
                            expires_at, position, created_at)
                        SELECT id, workspace, delivery_id::uuid, channel_id::uuid, task_uid, verb::jsonb,
                            person_id::uuid, expires_at::timestamptz, position, :now
                        FROM unnest(:ids, :workspaces, :deliveries, :channels, :tasks, :verbs, :people, :expiries,
                                :positions)
                            AS new (id, workspace, delivery_id, channel_id, task_uid, verb, person_id, expires_at,
                                position)
                        """)
                .bindArray("ids", String.class, column(actions, Action::id))
                .bindArray("workspaces", String.class, column(actions, Action::workspace))
                .bindArray("deliveries", String.class, column(actions, a -> a.deliveryId()
                        .toString()))
                .bindArray("channels", String.class, column(actions, a -> a.channelId()
                        .toString()))
                .bindArray("tasks", String.class, column(actions, Action::taskUid))
                .bindArray("verbs", String.class, column(actions, a -> Json.write(a.verb())))
                .bindArray(
                        "people",
                        String.class,
                        column(
                                actions,
                                a -> a.offer() == null
                                        ? null
                                        : a.offer().personId().toString()))
                .bindArray(
                        "expiries",
                        String.class,
                        column(
                                actions,
                                a -> a.offer() == null
                                        ? null
                                        : a.offer().expiresAt().toString()))
                .bindArray(
                        "positions",
                        Integer.class,
                        actions.stream()
                                .map(a -> a.offer() == null ? 0 : a.offer().position())
                                .toList())
                .bind("now", DatabaseAccess.now(clock))
                .execute();
    }

    /** The action of that id, if it is about that channel. */
    public Optional<Action> find(Handle handle, String workspace, UUID channelId, String id) {
        return handle.createQuery(SELECT + " WHERE workspace = :workspace AND channel_id = :channelId AND id = :id")
                .bind("workspace", workspace)
                .bind("channelId", channelId)
                .bind("id", id)
                .map((row, context) -> action(row))
                .findOne();
    }

    /**
     * What one person was offered and can still take, by position.
     *
     * @param channels only on messages of these: two bots may have conversations of the same name with the same person
     */
    public List<Action> offered(Handle handle, String workspace, UUID personId, List<UUID> channels) {
        return handle.createQuery(
                        SELECT
                                + """
                         WHERE workspace = :workspace AND person_id = :person AND expires_at > :now
                          AND channel_id = ANY(:channels::uuid[])
                        ORDER BY position
                        """)
                .bind("workspace", workspace)
                .bind("person", personId)
                .bindArray(
                        "channels",
                        String.class,
                        channels.stream().map(UUID::toString).toList())
                .bind("now", DatabaseAccess.now(clock))
                .map((row, context) -> action(row))
                .list();
    }

    /** The deliveries that ask a person to confirm the command. */
    public List<UUID> deliveriesAskingToConfirm(Handle handle, String workspace, UUID command) {
        return handle.createQuery(
                        """
                        SELECT DISTINCT delivery_id FROM action
                        WHERE workspace = :workspace AND verb ->> 'kind' = 'confirm' AND verb ->> 'command' = :command
                        """)
                .bind("workspace", workspace)
                .bind("command", command.toString())
                .mapTo(UUID.class)
                .list();
    }

    private static Action action(ResultSet row) throws SQLException {
        UUID person = row.getObject("person_id", UUID.class);
        return new Action(
                row.getString("id"),
                row.getString("workspace"),
                row.getObject("delivery_id", UUID.class),
                row.getObject("channel_id", UUID.class),
                row.getString("task_uid"),
                Json.read(row.getString("verb"), Verb.class),
                person == null
                        ? null
                        : new Action.Offer(
                                person, row.getTimestamp("expires_at").toInstant(), row.getInt("position")));
    }

    private static List<@Nullable String> column(List<Action> actions, Function<Action, @Nullable String> value) {
        return actions.stream().map(value).collect(Collectors.toList());
    }
}
