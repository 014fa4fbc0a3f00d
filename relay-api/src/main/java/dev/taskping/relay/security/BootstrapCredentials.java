package dev.taskping.relay.security;

import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.security.Caller.Scope;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Makes the configured cluster and admin token known when the relay starts, and keeps them valid while it runs: credentials that no replica is
 * configured with any more end within a quarter of an hour, so that replacing them in the configuration is enough.
 */
@ApplicationScoped
public class BootstrapCredentials {

    private static final Logger LOG = Logger.getLogger(BootstrapCredentials.class);

    /** The workspace that is there from the start. */
    public static final String WORKSPACE = "default";

    private static final int SHORTEST_KEY = 32; // HS256 wants a key of at least its hash's 256 bits (RFC 7518, 3.2)
    private static final int SHORTEST_TOKEN = 23;

    private final RelayConfiguration.Bootstrap bootstrap;
    private final ClusterStore clusters;
    private final ApiTokenStore tokens;
    private final RelayKeys keys;

    BootstrapCredentials(
            RelayConfiguration configuration, ClusterStore clusters, ApiTokenStore tokens, RelayKeys keys) {
        this.bootstrap = configuration.bootstrap();
        this.clusters = clusters;
        this.tokens = tokens;
        this.keys = keys;
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        keys.replyTokens(); // with another keyset than the database was sealed with, say so now
        renew();
    }

    /** Makes what is configured valid for a while longer. */
    @Scheduled(every = CredentialLifetime.RENEWED_EVERY, delayed = CredentialLifetime.RENEWED_EVERY)
    void renew() {
        Optional<String> key = bootstrap.clusterKey();
        bootstrap.clusterId().ifPresent(id -> clusters.put(WORKSPACE, id, checkedKey(key)));
        bootstrap.adminToken().ifPresent(token -> {
            if (!tokens.put(WORKSPACE, checkedToken(token), "bootstrap", Scope.ADMIN)) {
                LOG.warn(
                        "The admin token of taskping.bootstrap.admin-token was revoked or has expired; configure another one");
            }
        });
    }

    static String checkedKey(Optional<String> key) {
        return key.filter(value -> value.length() >= SHORTEST_KEY)
                .orElseThrow(() -> new IllegalStateException(
                        "taskping.bootstrap.cluster-key must be set, to at least " + SHORTEST_KEY
                                + " random characters, when taskping.bootstrap.cluster-id is; make one with"
                                + " 'openssl rand -hex 32' and give the operator the same."));
    }

    static String checkedToken(String token) {
        if (!token.startsWith(ApiTokenStore.PREFIX) || token.length() < SHORTEST_TOKEN) {
            throw new IllegalStateException("taskping.bootstrap.admin-token must be '" + ApiTokenStore.PREFIX
                    + "' and at least 20 random characters; make one with 'echo tp_$(openssl rand -hex 24)'.");
        }
        return token;
    }
}
