package dev.taskping.relay.command;

import dev.taskping.relay.database.DatabaseAccess;
import dev.taskping.relay.database.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The actions behind buttons. All methods run in the caller's transaction. */
@ApplicationScoped
public class ActionStore {

    private static final int ID_BYTES = 16;

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
                        INSERT INTO action (id, workspace, delivery_id, channel_id, task_uid, verb, created_at)
                        SELECT id, workspace, delivery_id::uuid, channel_id::uuid, task_uid, verb::jsonb, :now
                        FROM unnest(:ids, :workspaces, :deliveries, :channels, :tasks, :verbs)
                            AS new (id, workspace, delivery_id, channel_id, task_uid, verb)
                        """)
                .bindArray("ids", String.class, actions.stream().map(Action::id).toList())
                .bindArray(
                        "workspaces",
                        String.class,
                        actions.stream().map(Action::workspace).toList())
                .bindArray(
                        "deliveries",
                        String.class,
                        actions.stream().map(a -> a.deliveryId().toString()).toList())
                .bindArray(
                        "channels",
                        String.class,
                        actions.stream().map(a -> a.channelId().toString()).toList())
                .bindArray(
                        "tasks",
                        String.class,
                        actions.stream().map(Action::taskUid).toList())
                .bindArray(
                        "verbs",
                        String.class,
                        actions.stream().map(a -> Json.write(a.verb())).toList())
                .bind("now", DatabaseAccess.now(clock))
                .execute();
    }

    /** What the button of that id on a message of that channel means. */
    public Optional<Action> find(Handle handle, String workspace, UUID channelId, String id) {
        return handle.createQuery(
                        """
                        SELECT id, workspace, delivery_id, channel_id, task_uid, verb FROM action
                        WHERE workspace = :workspace AND channel_id = :channelId AND id = :id
                        """)
                .bind("workspace", workspace)
                .bind("channelId", channelId)
                .bind("id", id)
                .map((row, context) -> new Action(
                        row.getString("id"),
                        row.getString("workspace"),
                        row.getObject("delivery_id", UUID.class),
                        row.getObject("channel_id", UUID.class),
                        row.getString("task_uid"),
                        Json.read(row.getString("verb"), Verb.class)))
                .findOne();
    }
}
