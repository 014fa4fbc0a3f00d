package dev.taskping.relay.people;

import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The providers' accounts that people have proven to be theirs. All methods run in the caller's transaction. */
@ApplicationScoped
public class IdentityStore {

    private final Clock clock;

    IdentityStore(Clock clock) {
        this.clock = clock;
    }

    /**
     * Remembers that the account is the person's.
     *
     * @return false, and nothing changes, if it is somebody else's in this namespace
     */
    public boolean bind(Handle handle, RegisteredChannel channel, ProviderAccount account, UUID personId) {
        UUID owner = handle.createQuery(
                        """
                        INSERT INTO identity (workspace, cluster, namespace, provider, account, person_id, bound_at)
                        VALUES (:workspace, :cluster, :namespace, :provider, :account, :person, :now)
                        ON CONFLICT (workspace, cluster, namespace, provider, account)
                            DO UPDATE SET account = excluded.account
                        RETURNING person_id
                        """)
                .bind("workspace", channel.workspace())
                .bind("cluster", channel.cluster())
                .bind("namespace", channel.key().namespace())
                .bind("provider", account.provider())
                .bind("account", account.id())
                .bind("person", personId)
                .bind("now", DatabaseAccess.now(clock))
                .mapTo(UUID.class)
                .one();
        return owner.equals(personId);
    }

    /** Whether the person has proven any account of the provider to be theirs. */
    boolean exists(Handle handle, UUID personId, String provider) {
        return handle.createQuery(
                        "SELECT count(*) > 0 FROM identity WHERE person_id = :person AND provider = :provider")
                .bind("person", personId)
                .bind("provider", provider)
                .mapTo(Boolean.class)
                .one();
    }

    /** Removes an account of the person; false if it was not the person's. */
    boolean remove(Handle handle, String workspace, UUID personId, ProviderAccount account) {
        return handle.createUpdate(
                                """
                        DELETE FROM identity WHERE workspace = :workspace AND person_id = :person
                          AND provider = :provider AND account = :account
                        """)
                        .bind("workspace", workspace)
                        .bind("person", personId)
                        .bind("provider", account.provider())
                        .bind("account", account.id())
                        .execute()
                > 0;
    }
}
