package dev.taskping.relay.command;

import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The templates that were launched lately. The relay sees no cluster: it knows a template only by its launches. */
@ApplicationScoped
public class LaunchHistory {

    private static final Duration MEMORY = Duration.ofDays(90);

    private final Clock clock;

    LaunchHistory(Clock clock) {
        this.clock = clock;
    }

    /** Names of templates that were launched in the namespace, last launched first. */
    public List<String> recentTemplates(Handle handle, String workspace, String cluster, String namespace, int limit) {
        return handle.createQuery(
                        """
                        SELECT verb ->> 'template' FROM command
                        WHERE workspace = :workspace AND cluster = :cluster AND namespace = :namespace
                          AND state = 'launched' AND verb ->> 'template' IS NOT NULL AND created_at > :since
                        GROUP BY verb ->> 'template' ORDER BY max(created_at) DESC LIMIT :limit
                        """)
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .bind("namespace", namespace)
                .bind("since", DatabaseAccess.now(clock).minus(MEMORY))
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
    }
}
