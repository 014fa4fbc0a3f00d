package dev.taskping.relay.conversation.inbound;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The locks by which one replica polls a bot: advisory locks, which PostgreSQL releases with the connection. Some providers
 * refuse two pollers of one bot.
 */
final class PollerLocks implements AutoCloseable {

    private final AgroalDataSource dataSource;
    private final Set<String> held = new HashSet<>();
    private @Nullable Connection connection;

    PollerLocks(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Whether this replica may poll the bot. */
    boolean hold(String botId) throws SQLException {
        if (held.contains(botId)) {
            return true;
        }
        boolean locked = ask("SELECT pg_try_advisory_lock(hashtextextended(?, 7470))", botId);
        if (locked) {
            held.add(botId);
        }
        return locked;
    }

    /** Releases the bot. */
    void release(String botId) throws SQLException {
        if (held.remove(botId)) {
            ask("SELECT pg_advisory_unlock(hashtextextended(?, 7470))", botId);
        }
    }

    /** Throws if the connection is gone, and with it every lock. */
    void verify() throws SQLException {
        ask("SELECT true WHERE ?::text IS NOT NULL", "");
    }

    private boolean ask(String sql, String parameter) throws SQLException {
        Connection current = connection;
        if (current == null) {
            current = dataSource.getConnection();
            connection = current;
        }
        try (PreparedStatement statement = current.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    /** Releases all locks and the connection. */
    @Override
    public void close() {
        Connection current = connection;
        connection = null;
        held.clear();
        if (current != null) {
            // The pool keeps the connection open, and so its locks.
            try (current;
                    Statement statement = current.createStatement()) {
                statement.execute("SELECT pg_advisory_unlock_all()");
            } catch (SQLException e) {
                // The connection is broken, so its locks are released.
            }
        }
    }
}
