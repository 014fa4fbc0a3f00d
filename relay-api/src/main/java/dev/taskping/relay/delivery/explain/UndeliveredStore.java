package dev.taskping.relay.delivery.explain;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.RuleEvaluation;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.relay.UndeliveredMessages.TemplateFault;
import dev.taskping.protocol.relay.UndeliveredMessages.UndeliveredMessage;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.platform.database.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** News that reached nobody. All methods run in the caller's transaction. */
@ApplicationScoped
public class UndeliveredStore {

    private static final Duration SHOWN = Duration.ofDays(1);
    private static final int MOST = 500;

    private final Clock clock;

    UndeliveredStore(Clock clock) {
        this.clock = clock;
    }

    public List<UndeliveredMessage> ofCluster(Handle handle, String workspace, String cluster) {
        return handle.createQuery(
                        """
                        SELECT d.id, e.body, c.namespace, c.name, d.reason, d.finished_at
                        FROM delivery d
                        JOIN channel c ON c.id = d.channel_id
                        JOIN event e ON e.workspace = d.workspace AND e.id = d.event_id
                        WHERE d.workspace = :workspace AND d.state = 'dead' AND c.cluster = :cluster
                          AND d.finished_at > :since
                          AND NOT EXISTS (SELECT 1 FROM delivery other
                              WHERE other.fallback_of = d.id AND other.state <> 'dead')
                        ORDER BY d.seq DESC LIMIT :most
                        """)
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .bind("since", DatabaseAccess.now(clock).minus(SHOWN))
                .bind("most", MOST)
                .map((row, context) -> message(row))
                .list();
    }

    /** Of each template and channel the latest fault. */
    public List<TemplateFault> templateFaults(Handle handle, String workspace, String cluster) {
        return handle.createQuery(
                        """
                        SELECT * FROM (
                            SELECT DISTINCT ON (f.policy, f.fingerprint, c.id, t.namespace)
                                f.delivery_id, f.policy, f.fingerprint, f.fault, f.at,
                                c.namespace AS channel_namespace, c.name AS channel,
                                t.kind, t.namespace, t.name, t.uid
                            FROM template_fault f
                            JOIN delivery d ON d.id = f.delivery_id
                            JOIN channel c ON c.id = d.channel_id
                            JOIN task t ON t.workspace = d.workspace AND t.uid = d.task_uid
                            WHERE d.workspace = :workspace AND c.cluster = :cluster AND f.at > :since
                            ORDER BY f.policy, f.fingerprint, c.id, t.namespace, f.at DESC) latest
                        ORDER BY at DESC LIMIT :most
                        """)
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .bind("since", DatabaseAccess.now(clock).minus(SHOWN))
                .bind("most", MOST)
                .map((row, context) -> new TemplateFault(
                        row.getObject("delivery_id", UUID.class),
                        new TaskIdentity(
                                row.getString("kind"),
                                row.getString("namespace"),
                                row.getString("name"),
                                row.getString("uid"),
                                Map.of()),
                        row.getString("policy"),
                        new ChannelKey(row.getString("channel_namespace"), row.getString("channel")),
                        row.getString("fingerprint"),
                        row.getString("fault"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    private static UndeliveredMessage message(ResultSet row) throws SQLException {
        TaskEvent event = Json.read(row.getString("body"), TaskEvent.class);
        ChannelKey channel = new ChannelKey(row.getString("namespace"), row.getString("name"));
        List<String> policies = event.data().rules().stream()
                .filter(rule -> rule.applies() && rule.channels().contains(channel))
                .map(RuleEvaluation::policy)
                .distinct()
                .toList();
        return new UndeliveredMessage(
                row.getObject("id", UUID.class),
                event.data().task(),
                policies,
                channel,
                Optional.ofNullable(row.getString("reason")).orElse("not known"),
                row.getTimestamp("finished_at").toInstant());
    }
}
