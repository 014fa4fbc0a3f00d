package dev.taskping.relay.security.api;

import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.ClusterKey;
import dev.taskping.relay.security.ClusterKeyStore;
import dev.taskping.relay.security.ClusterStore;
import dev.taskping.relay.security.ClusterStore.KnownCluster;
import dev.taskping.relay.security.CurrentCaller;
import dev.taskping.relay.security.api.CredentialRequests.Rotation;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** {@code /v1/clusters}: the clusters of a workspace, and the keys that their operators sign with. */
@Path("/v1/clusters")
@Tag(name = "Credentials")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.ADMIN)
public class ClustersResource {

    private static final int MOST_CLUSTERS = 1_000;

    /** Each request is verified with each of them. */
    private static final int MOST_KEYS = 5;

    private final ClusterStore clusters;
    private final ClusterKeyStore keys;
    private final AuditTrail audit;
    private final Jdbi jdbi;
    private final CurrentCaller caller;
    private final Clock clock;

    ClustersResource(
            ClusterStore clusters,
            ClusterKeyStore keys,
            AuditTrail audit,
            Jdbi jdbi,
            CurrentCaller caller,
            Clock clock) {
        this.clusters = clusters;
        this.keys = keys;
        this.audit = audit;
        this.jdbi = jdbi;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * A cluster to add.
     *
     * @param id the {@code cluster.id} of its chart
     */
    public record NewCluster(@Nullable String id) {}

    /**
     * A key that is valid.
     *
     * @param id names it
     * @param fingerprint the first eight digits of its SHA-256
     * @param createdBy name of the token it was made with; {@code configuration} for the one of the relay's configuration
     * @param createdAt when it was made
     * @param lastUsed when a request was signed with it, to the minute
     * @param expiresAt until when it is valid
     * @param configured whether it is in the relay's configuration, and ends a quarter of an hour after no replica has it there any more
     */
    @Schema(name = "ClusterKey")
    public record KeyView(
            UUID id,
            String fingerprint,
            String createdBy,
            Instant createdAt,
            @Nullable Instant lastUsed,
            @Nullable Instant expiresAt,
            boolean configured) {

        static KeyView of(ClusterKey key) {
            return new KeyView(
                    key.id(),
                    key.fingerprint(),
                    key.createdBy(),
                    key.createdAt(),
                    key.lastUsed(),
                    key.expiresAt(),
                    key.configured());
        }
    }

    /**
     * A cluster.
     *
     * @param id what its operator calls itself
     * @param lastSeen when it opened a tunnel last
     * @param keys its valid keys, oldest first; none: it cannot connect
     */
    @Schema(name = "Cluster")
    public record ClusterView(String id, @Nullable Instant lastSeen, List<KeyView> keys) {}

    /**
     * The list.
     *
     * @param clusters by id
     */
    public record Clusters(List<ClusterView> clusters) {}

    /**
     * A key that was just made.
     *
     * @param cluster whose key it is
     * @param key the {@code clusterKey} of the Secret that its chart uses; shown this once
     * @param details all else about it
     */
    public record IssuedKey(String cluster, String key, KeyView details) {

        static IssuedKey of(ClusterKey.Issued issued) {
            return new IssuedKey(issued.key().cluster(), issued.text(), KeyView.of(issued.key()));
        }

        @Override
        public String toString() {
            return "IssuedKey[" + cluster + ", " + details + "]";
        }
    }

    /** The workspace's clusters. */
    @GET
    public Clusters listClusters() {
        return jdbi.inTransaction(handle -> {
            List<ClusterKey> valid = keys.list(handle, caller.workspace());
            return new Clusters(clusters.list(handle, caller.workspace()).stream()
                    .map(cluster -> view(cluster, valid))
                    .toList());
        });
    }

    private static ClusterView view(KnownCluster cluster, List<ClusterKey> valid) {
        return new ClusterView(
                cluster.id(),
                cluster.lastSeen(),
                valid.stream()
                        .filter(key -> key.cluster().equals(cluster.id()))
                        .map(KeyView::of)
                        .toList());
    }

    /** Makes a cluster known, with a key. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    public IssuedKey addCluster(@Nullable NewCluster cluster) {
        String id = CredentialRequests.cluster(cluster == null ? null : cluster.id);
        return jdbi.inTransaction(handle -> {
            if (clusters.list(handle, caller.workspace()).size() >= MOST_CLUSTERS) {
                throw ProblemException.conflict("There are " + MOST_CLUSTERS + " clusters already.");
            }
            if (!clusters.add(handle, caller.workspace(), id)) {
                throw ProblemException.conflict("A cluster called '" + id
                        + "' is known to this relay already; choose another cluster.id, or rotate its key.");
            }
            ClusterKey.Issued issued = keys.create(handle, caller.workspace(), id, caller.name());
            record(handle, "add cluster", issued.key(), "");
            return IssuedKey.of(issued);
        });
    }

    /** Makes another key for a cluster; the earlier ones stay valid for a while. */
    @POST
    @Path("/{cluster}/keys")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    public IssuedKey rotateClusterKey(@PathParam("cluster") String cluster, @Nullable Rotation rotation) {
        Duration overlap = CredentialRequests.overlap(rotation);
        return jdbi.inTransaction(handle -> {
            if (!clusters.exists(handle, caller.workspace(), cluster)) {
                throw ProblemException.notFound("There is no cluster '" + cluster + "'.");
            }
            long valid = keys.list(handle, caller.workspace()).stream()
                    .filter(key -> key.cluster().equals(cluster))
                    .count();
            if (valid >= MOST_KEYS) {
                throw ProblemException.conflict(
                        "The cluster has " + valid + " valid keys already; revoke those that are not used any more.");
            }
            Instant end = DatabaseAccess.now(clock).plus(overlap);
            ClusterKey.Issued issued = keys.create(handle, caller.workspace(), cluster, caller.name());
            keys.expireOthers(handle, caller.workspace(), cluster, issued.key().id(), end);
            record(handle, "rotate cluster key", issued.key(), "earlier keys end at " + end);
            return IssuedKey.of(issued);
        });
    }

    /** Ends a key now, on all replicas, and closes tunnels that were opened with it. */
    @DELETE
    @Path("/{cluster}/keys/{id}")
    public void revokeClusterKey(@PathParam("cluster") String cluster, @PathParam("id") UUID id) {
        jdbi.useTransaction(handle -> {
            ClusterKey key = keys.find(handle, caller.workspace(), cluster, id)
                    .orElseThrow(
                            () -> ProblemException.notFound("Cluster '" + cluster + "' has no valid key " + id + "."));
            keys.revoke(handle, caller.workspace(), cluster, id);
            record(handle, "revoke cluster key", key, "");
        });
    }

    private void record(Handle handle, String what, ClusterKey key, String reason) {
        audit.record(
                handle,
                Actor.of(caller.get()).at(key.cluster(), null),
                what,
                key.cluster() + " " + key.fingerprint(),
                Decision.ACCEPTED,
                reason);
    }
}
