package dev.taskping.operator.configuration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import javax.crypto.spec.SecretKeySpec;

/**
 * This cluster's id, and the key that proves it.
 *
 * @param id the cluster's id, in every event's source and in every token
 * @param key shared with the relay, for HS256
 */
public record ClusterIdentity(String id, Key key) {

    /** RFC 7518, section 3.2: a key for HS256 has at least 256 bits. */
    private static final int SMALLEST_KEY_IN_BYTES = 32;

    /**
     * The identity with that secret.
     *
     * @throws IllegalArgumentException if the secret is too short to sign with
     */
    public static ClusterIdentity of(String id, String secret) {
        byte[] bytes = secret.strip().getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SMALLEST_KEY_IN_BYTES) {
            throw new IllegalArgumentException("The key of cluster '" + id + "' has " + bytes.length
                    + " bytes, HS256 needs at least " + SMALLEST_KEY_IN_BYTES
                    + "; make one with 'openssl rand -hex 32' and give it to the relay as well");
        }
        return new ClusterIdentity(id, new SecretKeySpec(bytes, "HmacSHA256"));
    }

    @Override
    public String toString() {
        return "ClusterIdentity[id=" + id + "]";
    }

    /** Reads the identity from the configuration. */
    @ApplicationScoped
    static class Producer {

        @Produces
        @Singleton
        ClusterIdentity identity(OperatorConfiguration configuration) {
            OperatorConfiguration.Cluster cluster = configuration.cluster();
            String secret = cluster.key()
                    .or(() -> cluster.keyFile().map(Producer::read))
                    .orElseThrow(() -> new IllegalArgumentException("Cluster '" + cluster.id()
                            + "' has no key; set TASKPING_CLUSTER_KEY or TASKPING_CLUSTER_KEY_FILE to the key that the"
                            + " relay knows for it"));
            return of(cluster.id(), secret);
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "Cannot read TASKPING_CLUSTER_KEY_FILE " + file + "; mount the Secret there", e);
            }
        }
    }
}
