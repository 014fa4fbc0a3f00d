package dev.taskping.relay.security;

import dev.taskping.relay.security.Caller.Scope;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API token that is valid, without its text.
 *
 * @param id names it
 * @param name what it is called in audits
 * @param scope its rights
 * @param prefix its first characters, to recognise it by
 * @param createdBy the name of the token that it was made with; {@code configuration} for one of the relay's configuration
 * @param createdAt when it was made
 * @param lastUsed when it was used last, to the minute
 * @param expiresAt until when it is valid; absent: until it is revoked
 * @param configured whether the relay's configuration names it: it is valid while a replica runs with that configuration
 */
public record ApiToken(
        UUID id,
        String name,
        Scope scope,
        String prefix,
        String createdBy,
        Instant createdAt,
        @Nullable Instant lastUsed,
        @Nullable Instant expiresAt,
        boolean configured) {

    /**
     * A token that was just made.
     *
     * @param token the token
     * @param text what to send; only its hash is kept
     */
    public record Issued(ApiToken token, String text) {
        @Override
        public String toString() {
            return "Issued[" + token + "]";
        }
    }
}
