package dev.taskping.relay.command;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.Confirmation;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.relay.channel.ChannelLookup;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.platform.database.DatabaseNotifications;
import dev.taskping.relay.platform.database.DatabaseNotifications.Topic;
import dev.taskping.relay.platform.database.Json;
import dev.taskping.relay.task.TaskStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The commands. All methods run in the caller's transaction. */
@ApplicationScoped
public class CommandStore {

    private static final String SELECT =
            """
            SELECT id, workspace, cluster, namespace, task_uid, requester, verb, state, result, channel_id, conversation,
                reply_reference, edit_reference, confirmation, created_at, expires_at, first_sent_at, expired_at
            FROM command
            """;

    private final TaskStore tasks;
    private final ChannelLookup channels;
    private final RelayConfiguration configuration;
    private final Clock clock;

    CommandStore(TaskStore tasks, ChannelLookup channels, RelayConfiguration configuration, Clock clock) {
        this.tasks = tasks;
        this.channels = channels;
        this.configuration = configuration;
        this.clock = clock;
    }

    /** Stores a command once: the same {@code dedupKey} again is the same command. */
    public SubmittedCommand submit(Handle handle, NewCommand command) {
        Instant now = DatabaseAccess.now(clock);
        Duration ttl = Optional.ofNullable(command.ttl())
                .orElseGet(() -> configuration.commands().expireAfter());
        UUID id = UUID.randomUUID();
        int inserted = handle.createUpdate(
                        """
                        INSERT INTO command (id, workspace, cluster, namespace, dedup_key, task_uid, person_id,
                            requester, verb, channel_id, conversation, reply_reference, edit_reference, created_at,
                            expires_at)
                        VALUES (:id, :workspace, :cluster, :namespace, :dedupKey, :taskUid, :personId::uuid,
                            :requester::jsonb, :verb::jsonb, :channelId::uuid, :conversation, :replyReference,
                            :editReference, :now, :expires)
                        ON CONFLICT (workspace, dedup_key) DO NOTHING
                        """)
                .bind("id", id)
                .bind("workspace", command.workspace())
                .bind("cluster", command.cluster())
                .bind("namespace", command.namespace())
                .bind("dedupKey", command.dedupKey())
                .bind("taskUid", command.taskUid())
                .bindByType("personId", command.personId(), UUID.class)
                .bind("requester", Json.write(command.requester()))
                .bind("verb", Json.write(command.target()))
                .bindByType("channelId", command.channelId(), UUID.class)
                .bind("conversation", command.conversation())
                .bind("replyReference", command.replyReference())
                .bind("editReference", command.editReference())
                .bind("now", now)
                .bind("expires", now.plus(ttl))
                .execute();
        if (inserted > 0) {
            DatabaseNotifications.publish(handle, Topic.COMMAND, command.cluster());
            return new SubmittedCommand(id, false);
        }
        return new SubmittedCommand(idOf(handle, command.workspace(), command.dedupKey()), true);
    }

    /** The command, in its workspace. */
    public Optional<Command> find(Handle handle, String workspace, UUID id) {
        return read(
                        handle,
                        handle.createQuery(SELECT + " WHERE workspace = :workspace AND id = :id")
                                .bind("workspace", workspace)
                                .bind("id", id))
                .stream()
                .findFirst();
    }

    /**
     * Commands of a cluster that have no result, oldest first.
     *
     * @param window only the oldest so many unfinished commands are looked at: the others wait for their results
     * @param sentBefore those that were sent already are included only if that was before this instant
     */
    public List<Command> findUnfinished(
            Handle handle, String workspace, String cluster, int window, Instant sentBefore) {
        return read(
                handle,
                handle.createQuery(
                                SELECT
                                        + """
                         WHERE id IN (
                            SELECT id FROM command
                            WHERE workspace = :workspace AND cluster = :cluster AND state IN ('pending', 'sent')
                              AND expires_at > :now
                            ORDER BY created_at, id LIMIT :window)
                          AND (sent_at IS NULL OR sent_at < :sentBefore)
                        ORDER BY created_at, id
                        """)
                        .bind("workspace", workspace)
                        .bind("cluster", cluster)
                        .bind("window", window)
                        .bind("now", DatabaseAccess.now(clock))
                        .bind("sentBefore", sentBefore));
    }

    /**
     * Records that a command is being sent.
     *
     * @param sentBefore as for {@link #findUnfinished}
     * @return false if it must not be sent: it has ended meanwhile, or another replica has just sent it
     */
    public boolean markSent(Handle handle, String workspace, UUID id, Instant sentBefore) {
        return handle.createUpdate(
                                """
                        UPDATE command
                        SET state = 'sent', sent_at = :now, first_sent_at = COALESCE(first_sent_at, :now)
                        WHERE workspace = :workspace AND id = :id AND state IN ('pending', 'sent')
                          AND (sent_at IS NULL OR sent_at < :sentBefore)
                        """)
                        .bind("now", DatabaseAccess.now(clock))
                        .bind("sentBefore", sentBefore)
                        .bind("workspace", workspace)
                        .bind("id", id)
                        .execute()
                > 0;
    }

    /**
     * Stores a cluster's result of a command: the first that is final, even if it is late, or that it awaits confirmation. A
     * question that was answered already changes nothing.
     *
     * @param result one that matches the command
     * @return the command as it is now; empty if this changes nothing or the command is not this cluster's
     */
    Optional<Command> storeResult(Handle handle, String workspace, String cluster, UUID id, CommandResult result) {
        boolean question = result.status() == CommandResult.Status.AWAITING_CONFIRMATION;
        int changed = handle.createUpdate(
                        """
                        UPDATE command SET state = :state, result = :result::jsonb,
                            finished_at = CASE WHEN :question THEN NULL ELSE :now::timestamptz END
                        WHERE workspace = :workspace AND cluster = :cluster AND id = :id
                          AND CASE WHEN :question THEN state IN ('pending', 'sent') AND confirmation IS NULL
                                   ELSE state IN ('pending', 'sent', 'awaiting_confirmation')
                                        OR (state = 'expired' AND expired_at IS NOT NULL AND :state <> 'expired') END
                        """)
                .bind("state", stateAfter(result.status()).id())
                .bind("question", question)
                .bind("result", Json.write(result))
                .bind("now", DatabaseAccess.now(clock))
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .bind("id", id)
                .execute();
        return changed == 0 ? Optional.empty() : find(handle, workspace, id);
    }

    /**
     * Makes a command that awaits confirmation pending again, with the person's answer. Only the person who gave the command can
     * answer, and only once.
     *
     * @return the command as it is now; empty if it does not wait (any more), or for somebody else
     */
    public Optional<Command> confirm(Handle handle, String workspace, UUID id, Confirmation confirmation) {
        int confirmed = handle.createUpdate(
                        """
                        UPDATE command SET state = 'pending', sent_at = NULL, confirmation = :confirmation::jsonb,
                            expires_at = greatest(expires_at, :atLeast)
                        WHERE workspace = :workspace AND id = :id AND state = 'awaiting_confirmation'
                          AND expires_at > :now AND requester->>'identity' = :identity
                        """)
                .bind("confirmation", Json.write(confirmation))
                .bind(
                        "atLeast",
                        DatabaseAccess.now(clock).plus(configuration.commands().confirmWithin()))
                .bind("workspace", workspace)
                .bind("id", id)
                .bind("identity", confirmation.by().identity())
                .bind("now", DatabaseAccess.now(clock))
                .execute();
        if (confirmed == 0) {
            return Optional.empty();
        }
        Command command = find(handle, workspace, id).orElseThrow();
        DatabaseNotifications.publish(handle, Topic.COMMAND, command.cluster());
        return Optional.of(command);
    }

    /** Expires commands that have no result in time; each command is returned to one caller only. */
    public List<Command> expire(Handle handle) {
        List<UUID> expired = handle.createQuery(
                        """
                        UPDATE command SET state = 'expired', finished_at = :now, expired_at = :now
                        WHERE id IN (SELECT id FROM command
                                     WHERE state IN ('pending', 'sent', 'awaiting_confirmation') AND expires_at <= :now
                                     ORDER BY expires_at LIMIT 100 FOR UPDATE SKIP LOCKED)
                        RETURNING id
                        """)
                .bind("now", DatabaseAccess.now(clock))
                .mapTo(UUID.class)
                .list();
        return expired.isEmpty()
                ? List.of()
                : read(
                        handle,
                        handle.createQuery(SELECT + " WHERE id = ANY(:ids::uuid[])")
                                .bindArray(
                                        "ids",
                                        String.class,
                                        expired.stream().map(UUID::toString).toList()));
    }

    /**
     * A person's commands that wait to be sent or to be confirmed. None of them is sent before the transaction ends; those that were sent are
     * left out, because their cluster may carry them out.
     */
    public List<Command> findWaiting(Handle handle, String workspace, UUID person) {
        return read(
                handle,
                handle.createQuery(
                                SELECT
                                        + """
                         WHERE workspace = :workspace AND person_id = :person
                          AND state IN ('pending', 'awaiting_confirmation')
                        ORDER BY created_at, id FOR UPDATE
                        """)
                        .bind("workspace", workspace)
                        .bind("person", person));
    }

    /** The same of commands that a person of a namespace gave, with its roles, on channels of other namespaces. */
    List<Command> findWaitingElsewhere(Handle handle, String workspace, RequesterKey person) {
        return read(
                        handle,
                        handle.createQuery(
                                        SELECT
                                                + """
                         WHERE workspace = :workspace AND cluster = :cluster
                          AND state IN ('pending', 'awaiting_confirmation')
                          AND requester->>'namespace' = :namespace AND requester->>'name' = :name
                        ORDER BY created_at, id FOR UPDATE
                        """)
                                .bind("workspace", workspace)
                                .bind("cluster", person.cluster())
                                .bind("namespace", person.namespace())
                                .bind("name", person.name()))
                .stream()
                .filter(command -> command.channel() == null
                        || !command.channel().namespace().equals(person.namespace()))
                .toList();
    }

    /**
     * Shortens how long a command is valid, while it waits for its person.
     *
     * @return until when it is valid now
     */
    Instant shortenValidity(Handle handle, String workspace, UUID id, Instant latest) {
        return handle.createQuery(
                        """
                        UPDATE command SET expires_at = least(expires_at, :latest)
                        WHERE workspace = :workspace AND id = :id RETURNING expires_at
                        """)
                .bind("latest", latest)
                .bind("workspace", workspace)
                .bind("id", id)
                .mapTo(Instant.class)
                .one();
    }

    /** The person who gave a command; empty if it was a machine. */
    Optional<UUID> findPerson(Handle handle, String workspace, UUID id) {
        return handle.createQuery(
                        """
                        SELECT person_id FROM command
                        WHERE workspace = :workspace AND id = :id AND person_id IS NOT NULL
                        """)
                .bind("workspace", workspace)
                .bind("id", id)
                .mapTo(UUID.class)
                .findOne();
    }

    private static Command.State stateAfter(CommandResult.Status status) {
        return switch (status) {
            case LAUNCHED -> Command.State.LAUNCHED;
            case DONE -> Command.State.DONE;
            case REJECTED -> Command.State.REJECTED;
            case AWAITING_CONFIRMATION -> Command.State.AWAITING_CONFIRMATION;
            case EXPIRED -> Command.State.EXPIRED;
        };
    }

    private static UUID idOf(Handle handle, String workspace, String dedupKey) {
        return handle.createQuery("SELECT id FROM command WHERE workspace = :workspace AND dedup_key = :dedupKey")
                .bind("workspace", workspace)
                .bind("dedupKey", dedupKey)
                .mapTo(UUID.class)
                .one();
    }

    private List<Command> read(Handle handle, Query query) {
        Map<String, List<Command>> byWorkspace = query.map((row, context) -> command(row))
                .collect(Collectors.groupingBy(Command::workspace, LinkedHashMap::new, Collectors.toList()));
        List<Command> named = new ArrayList<>();
        byWorkspace.forEach((workspace, commands) -> named.addAll(withNames(handle, workspace, commands)));
        return named;
    }

    /** The commands with the names of their tasks and channels. */
    private List<Command> withNames(Handle handle, String workspace, List<Command> commands) {
        Set<String> uids = commands.stream()
                .flatMap(command -> Optional.ofNullable(command.taskUid()).stream())
                .collect(Collectors.toSet());
        Set<UUID> ids = commands.stream()
                .flatMap(command -> Optional.ofNullable(command.channelId()).stream())
                .collect(Collectors.toSet());
        Map<String, String> names = tasks.names(handle, workspace, uids);
        Map<UUID, ChannelKey> keys = channels.keys(handle, workspace, ids);
        return commands.stream()
                .map(command -> command.withNames(
                        command.taskUid() == null ? null : names.get(command.taskUid()),
                        command.channelId() == null ? null : keys.get(command.channelId())))
                .toList();
    }

    private static Command command(ResultSet row) throws SQLException {
        String result = row.getString("result");
        String confirmation = row.getString("confirmation");
        return new Command(
                row.getObject("id", UUID.class),
                row.getString("workspace"),
                row.getString("cluster"),
                row.getString("namespace"),
                row.getString("task_uid"),
                null,
                Json.read(row.getString("requester"), Requester.class),
                Json.read(row.getString("verb"), CommandTarget.class),
                Command.State.ofId(row.getString("state")),
                result == null ? null : Json.read(result, CommandResult.class),
                row.getObject("channel_id", UUID.class),
                null,
                row.getString("conversation"),
                row.getString("reply_reference"),
                row.getString("edit_reference"),
                confirmation == null ? null : Json.read(confirmation, Confirmation.class),
                new Command.Validity(
                        instant(row, "created_at"),
                        instant(row, "expires_at"),
                        optional(row, "first_sent_at"),
                        optional(row, "expired_at")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant optional(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
