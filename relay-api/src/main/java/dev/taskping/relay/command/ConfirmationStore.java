package dev.taskping.relay.command;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What a question whether a command is meant needs to know and to change. All methods run in the caller's transaction. */
@ApplicationScoped
public class ConfirmationStore {

    /**
     * Shortens how long a command is wanted, while it waits for its person.
     *
     * @return until when it is wanted now
     */
    public Instant wantedUntil(Handle handle, String workspace, UUID id, Instant latest) {
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

    /** The person who asked for a command; empty if it was a machine. */
    public Optional<UUID> personOf(Handle handle, String workspace, UUID id) {
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

    /** The provider's name of the message that asks whether a command is meant, once it is there. */
    public Optional<String> placeOf(Handle handle, String workspace, UUID command) {
        return handle.createQuery(
                        """
                        SELECT d.reference FROM action a
                        JOIN delivery d ON d.workspace = a.workspace AND d.id = a.delivery_id
                        WHERE a.workspace = :workspace AND a.verb ->> 'kind' = 'confirm'
                          AND a.verb ->> 'command' = :command AND d.reference IS NOT NULL
                        LIMIT 1
                        """)
                .bind("workspace", workspace)
                .bind("command", command.toString())
                .mapTo(String.class)
                .findOne();
    }
}
