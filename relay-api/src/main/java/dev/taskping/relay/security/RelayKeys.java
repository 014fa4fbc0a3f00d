package dev.taskping.relay.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import org.jdbi.v3.core.Jdbi;

/** Keys of the relay's own, made once and shared by all replicas through the database. */
@ApplicationScoped
public class RelayKeys {

    private static final String REPLY_TOKENS = "reply-tokens";
    private static final String LANES = "lanes";
    private static final int BYTES = 32;

    private final Jdbi jdbi;
    private final Sealer sealer;

    RelayKeys(Jdbi jdbi, Sealer sealer) {
        this.jdbi = jdbi;
        this.sealer = sealer;
    }

    /** The key that reply tokens are signed with. */
    byte[] replyTokens() {
        return key(REPLY_TOKENS);
    }

    /** The key that destinations are hidden with in the ids of lanes. */
    public byte[] lanes() {
        return key(LANES);
    }

    private byte[] key(String id) {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        return jdbi.withHandle(handle -> {
            handle.createUpdate("INSERT INTO relay_key (id, key_sealed) VALUES (:id, :key) ON CONFLICT (id) DO NOTHING")
                    .bind("id", id)
                    .bind("key", sealer.seal(fresh, place(id)))
                    .execute();
            byte[] sealed = handle.createQuery("SELECT key_sealed FROM relay_key WHERE id = :id")
                    .bind("id", id)
                    .mapTo(byte[].class)
                    .one();
            return sealer.open(sealed, place(id));
        });
    }

    private static String place(String id) {
        return "relay/key/" + id;
    }
}
