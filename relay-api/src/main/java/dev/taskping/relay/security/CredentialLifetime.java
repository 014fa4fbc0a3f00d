package dev.taskping.relay.security;

import java.time.Duration;

/** How long credentials are valid that the relay's configuration names, and how exactly it is known when credentials were used. */
final class CredentialLifetime {

    /** SQL: whether a row is valid, by the relay's clock {@code :now}; replicas agree on configured ones by the database's clock. */
    static final String IS_VALID = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now)"
            + " AND (configured_until IS NULL OR configured_until > now())";

    /** SQL: until when a credential of the configuration is valid unless a replica renews it. */
    static final String CONFIGURED_UNTIL = "now() + interval '15 minutes'";

    /** How often a replica renews what its configuration names. */
    static final String RENEWED_EVERY = "5m";

    /** A use within this time of the one before is not written down. */
    static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private CredentialLifetime() {}
}
