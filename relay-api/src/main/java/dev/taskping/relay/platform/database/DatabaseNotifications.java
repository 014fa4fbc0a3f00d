package dev.taskping.relay.platform.database;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Wakes all replicas through PostgreSQL's {@code LISTEN} and {@code NOTIFY}. A notification says "look"; it is never the
 * only word of anything, because one sent while the connection is down is lost. After every (re)connect each subscriber
 * is therefore called with an empty payload.
 */
@ApplicationScoped
public class DatabaseNotifications {

    private static final Logger LOG = Logger.getLogger(DatabaseNotifications.class);
    private static final int POLL_MILLIS = 5_000;
    private static final int RECONNECT_MILLIS = 1_000;

    /** What there is to be woken for. */
    public enum Topic {
        /** Messages were put into the outbox. The payload is empty. */
        OUTBOX,
        /** A command was submitted. The payload is its cluster. */
        COMMAND,
        /** Keys of a cluster were made, expired or revoked. The payload is the cluster. */
        CREDENTIAL;

        private String channel() {
            return "taskping_" + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final AgroalDataSource dataSource;
    private final Map<Topic, List<Consumer<String>>> subscribers = new ConcurrentHashMap<>();
    private volatile @Nullable Thread listener;
    private volatile boolean stopped;

    DatabaseNotifications(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Notifies every replica when, and only if, the handle's transaction commits. */
    public static void publish(Handle handle, Topic topic, String payload) {
        handle.createQuery("SELECT pg_notify(:channel, :payload)")
                .bind("channel", topic.channel())
                .bind("payload", payload)
                .mapToMap()
                .list();
    }

    /** Calls {@code subscriber} with the payload of each notification, on one thread: it must return at once. */
    public void subscribe(Topic topic, Consumer<String> subscriber) {
        subscribers.computeIfAbsent(topic, none -> new CopyOnWriteArrayList<>()).add(subscriber);
    }

    void start(@Observes @Priority(Integer.MAX_VALUE) StartupEvent event) {
        listener = Thread.ofVirtual().name("database-notifications").start(this::listen);
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        Thread running = listener;
        if (running != null) {
            running.interrupt();
        }
    }

    private void listen() {
        while (!stopped) {
            try (Connection connection = dataSource.getConnection()) {
                listenOn(connection);
            } catch (SQLException e) {
                if (!stopped) {
                    LOG.warnf("Lost the connection that listens for notifications, trying again: %s", e.getMessage());
                    pause();
                }
            }
        }
    }

    private void listenOn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (Topic topic : Topic.values()) {
                statement.execute("LISTEN " + topic.channel());
            }
        }
        for (Topic topic : Topic.values()) {
            tell(topic, "");
        }
        PGConnection postgresql = connection.unwrap(PGConnection.class);
        while (!stopped) {
            PGNotification[] notifications = postgresql.getNotifications(POLL_MILLIS);
            for (PGNotification notification : notifications == null ? new PGNotification[0] : notifications) {
                for (Topic topic : Topic.values()) {
                    if (topic.channel().equals(notification.getName())) {
                        tell(topic, notification.getParameter());
                    }
                }
            }
        }
    }

    private void tell(Topic topic, String payload) {
        for (Consumer<String> subscriber : subscribers.getOrDefault(topic, List.of())) {
            try {
                subscriber.accept(payload);
            } catch (RuntimeException e) {
                LOG.errorf(e, "A subscriber of %s failed", topic);
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RECONNECT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
