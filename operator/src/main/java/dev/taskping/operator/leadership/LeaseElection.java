package dev.taskping.operator.leadership;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Leader election by a Lease. A standby takes over 2 to 4 s after the leader's pod was deleted, and 6 s after the leader hung.
 *
 * <p>The operator SDK calls {@code System.exit} inside its own shutdown and never releases the Lease
 * (java-operator-sdk#3376). Therefore this configuration tells it not to exit; the callbacks here release the Lease on a normal
 * stop, and halt the process when leadership is lost.
 */
@ApplicationScoped
class LeaseElection {

    /** The Lease's name. The chart's RBAC contains it as well. */
    static final String LEASE = "taskping-operator";

    private static final Logger LOG = Logger.getLogger(LeaseElection.class);
    private static final int RELEASE_ATTEMPTS = 5;
    private static final Duration LEASE_DURATION = Duration.ofSeconds(6);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(4);
    private static final Duration RETRY_PERIOD = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final Instance<Leadership> leadership;
    private final String identity =
            Optional.ofNullable(System.getenv("HOSTNAME")).orElse("operator") + "_" + UUID.randomUUID();
    private volatile boolean stopping;

    LeaseElection(KubernetesClient client, Instance<Leadership> leadership) {
        this.client = client;
        this.leadership = leadership;
    }

    @Produces
    @Singleton
    LeaderElectionConfiguration configuration() {
        LeaderCallbacks callbacks = new LeaderCallbacks(
                () -> leadership.get().gain(), this::stopLeading, leader -> LOG.debugf("%s leads", leader));
        return new LeaderElectionConfiguration(
                LEASE, namespace(), LEASE_DURATION, RENEW_DEADLINE, RETRY_PERIOD, identity, callbacks, false);
    }

    /** Before the operator SDK stops, because it then gives up leadership. */
    void stop(@Observes @Priority(1) ShutdownEvent event) {
        stopping = true;
    }

    private void stopLeading() {
        boolean led = leadership.get().leads();
        leadership.get().lose();
        if (stopping) {
            release();
        } else if (led) {
            LOG.error("Lost the Lease '" + LEASE + "' to another replica, or because the API server cannot be reached;"
                    + " this replica ends, so that two replicas never lead at the same time");
            try {
                leadership.get().end();
            } finally {
                Runtime.getRuntime().halt(1);
            }
        }
    }

    /** Reads the Lease again if a renewal that was under way arrived between the read and the write. */
    private void release() {
        KubernetesClientException conflict = null;
        for (int attempt = 0; attempt < RELEASE_ATTEMPTS; attempt++) {
            try {
                releaseOnce();
                return;
            } catch (KubernetesClientException e) {
                conflict = e;
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    break;
                }
            }
        }
        LOG.warnf(
                "Could not release the Lease '%s' (%s); a standby takes over %d s from now",
                LEASE, conflict == null ? "" : conflict.getMessage(), LEASE_DURATION.toSeconds());
    }

    private void releaseOnce() {
        var lease = client.resources(Lease.class).inNamespace(namespace()).withName(LEASE);
        Lease held = lease.get();
        if (held != null && identity.equals(held.getSpec().getHolderIdentity())) {
            held.getSpec().setHolderIdentity("");
            lease.patch(held);
        }
    }

    private String namespace() {
        return Optional.ofNullable(client.getNamespace()).orElse("default");
    }
}
