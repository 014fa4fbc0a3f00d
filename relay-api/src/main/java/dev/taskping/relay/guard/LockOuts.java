package dev.taskping.relay.guard;

import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Accounts that are ignored for a while, because they were refused too often. */
@ApplicationScoped
public class LockOuts {

    private final RequestWindows windows;
    private final GuardConfiguration configuration;
    private final Clock clock;

    LockOuts(RequestWindows windows, GuardConfiguration configuration, Clock clock) {
        this.windows = windows;
        this.configuration = configuration;
        this.clock = clock;
    }

    /**
     * An account of a provider, in one namespace.
     *
     * @param workspace the workspace
     * @param cluster the cluster
     * @param namespace the namespace: refusals in one do not count in another
     * @param provider who vouches for the account
     * @param account the provider's id of it
     */
    public record Account(String workspace, String cluster, String namespace, String provider, String account) {

        private String key() {
            return String.join("/", "refused", workspace, cluster, namespace, provider, account);
        }
    }

    /**
     * An account that is locked out.
     *
     * @param account the account
     * @param since when it was locked out
     * @param until when the lock-out ends
     */
    public record Locked(Account account, Instant since, Instant until) {}

    /** Until when the account is locked out, if it is. */
    public Optional<Instant> until(Handle handle, Account account) {
        return handle.createQuery(
                        """
                        SELECT until FROM lockout
                        WHERE workspace = :workspace AND cluster = :cluster AND namespace = :namespace
                          AND provider = :provider AND account = :account AND until > :now
                        """)
                .bindMethods(account)
                .bind("now", DatabaseAccess.now(clock))
                .map((row, context) -> row.getTimestamp("until").toInstant())
                .findOne();
    }

    /**
     * Counts a refusal.
     *
     * @return until when the account is locked out, if this one was too many
     */
    public Optional<Instant> refused(Handle handle, Account account) {
        RequestWindows.Window window = windows.count(handle, account.key(), configuration.refusalsWithin());
        if (window.requests() < configuration.refusals()) {
            return Optional.empty();
        }
        windows.reset(handle, account.key());
        Instant now = DatabaseAccess.now(clock);
        Instant until = now.plus(configuration.lockOut());
        handle.createUpdate(
                        """
                        INSERT INTO lockout (workspace, cluster, namespace, provider, account, since, until)
                        VALUES (:workspace, :cluster, :namespace, :provider, :account, :now, :until)
                        ON CONFLICT (workspace, cluster, namespace, provider, account)
                            DO UPDATE SET since = excluded.since, until = excluded.until
                        """)
                .bindMethods(account)
                .bind("now", now)
                .bind("until", until)
                .execute();
        return Optional.of(until);
    }

    /** The accounts of a workspace that are locked out. */
    public List<Locked> list(Handle handle, String workspace) {
        return handle.createQuery(
                        """
                        SELECT cluster, namespace, provider, account, since, until FROM lockout
                        WHERE workspace = :workspace AND until > :now ORDER BY since DESC LIMIT 1000
                        """)
                .bind("workspace", workspace)
                .bind("now", DatabaseAccess.now(clock))
                .map((row, context) -> new Locked(
                        new Account(
                                workspace,
                                row.getString("cluster"),
                                row.getString("namespace"),
                                row.getString("provider"),
                                row.getString("account")),
                        row.getTimestamp("since").toInstant(),
                        row.getTimestamp("until").toInstant()))
                .list();
    }

    /** Ends a lock-out; false if there was none. */
    public boolean lift(Handle handle, Account account) {
        return handle.createUpdate(
                                """
                        DELETE FROM lockout
                        WHERE workspace = :workspace AND cluster = :cluster AND namespace = :namespace
                          AND provider = :provider AND account = :account AND until > :now
                        """)
                        .bindMethods(account)
                        .bind("now", DatabaseAccess.now(clock))
                        .execute()
                > 0;
    }

    /** Deletes lock-outs that are over. */
    void forget(Handle handle) {
        handle.createUpdate("DELETE FROM lockout WHERE until < :now")
                .bind("now", DatabaseAccess.now(clock))
                .execute();
    }
}
