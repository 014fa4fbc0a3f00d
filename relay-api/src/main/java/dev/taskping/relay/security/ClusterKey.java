package dev.taskping.relay.security;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A valid key that a cluster's operator may sign with, without the key.
 *
 * @param id names it
 * @param cluster the cluster
 * @param fingerprint the first eight digits of the SHA-256 of the key, to recognise it by
 * @param createdBy the name of the token that it was made with; {@code configuration} for the one of the relay's configuration
 * @param createdAt when it was made
 * @param lastUsed when a request was signed with it, to the minute
 * @param expiresAt until when it is valid; absent: until it is revoked
 * @param configured whether the relay's configuration names it: it is valid while a replica runs with that configuration
 */
public record ClusterKey(
        UUID id,
        String cluster,
        String fingerprint,
        String createdBy,
        Instant createdAt,
        @Nullable Instant lastUsed,
        @Nullable Instant expiresAt,
        boolean configured) {

    /**
     * A key that was just made.
     *
     * @param key the key
     * @param text what the operator signs with
     */
    public record Issued(ClusterKey key, String text) {
        @Override
        public String toString() {
            return "Issued[" + key + "]";
        }
    }
}
