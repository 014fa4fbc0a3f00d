package dev.taskping.testkit.simulator.webhook;

import dev.taskping.testkit.simulator.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/** Signs as senders do and verifies as receivers do; see the Standard Webhooks specification, "Verifying signatures". */
public final class StandardWebhooks {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String SECRET_PREFIX = "whsec_";

    private final byte[] key;
    private final Clock clock;

    /**
     * With a secret.
     *
     * @throws IllegalArgumentException if it is not {@code whsec_} and Base64
     */
    public StandardWebhooks(String secret) {
        this(secret, Clock.systemUTC());
    }

    /** The same, with a clock by which timestamps are judged. */
    StandardWebhooks(String secret, Clock clock) {
        if (!secret.startsWith(SECRET_PREFIX)) {
            throw new IllegalArgumentException("A signing secret begins with " + SECRET_PREFIX);
        }
        this.clock = clock;
        this.key = Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
    }

    /** {@code valid}, or what is wrong. */
    String verify(Request request) {
        String id = request.header("webhook-id").orElse("");
        String timestamp = request.header("webhook-timestamp").orElse("");
        String signatures = request.header("webhook-signature").orElse("");
        if (id.isEmpty() || timestamp.isEmpty() || signatures.isEmpty()) {
            return "a header is missing: webhook-id, webhook-timestamp and webhook-signature are needed";
        }
        try {
            Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant());
            if (age.abs().compareTo(TOLERANCE) > 0) {
                return "the timestamp is off by " + age;
            }
        } catch (NumberFormatException e) {
            return "the timestamp is no number: " + timestamp;
        }
        byte[] expected = sign(id + "." + timestamp + ".", request.body());
        for (String signature : signatures.split(" ", -1)) {
            if (signature.startsWith("v1,")
                    && MessageDigest.isEqual(
                            expected, signature.substring("v1,".length()).getBytes(StandardCharsets.US_ASCII))) {
                return WebhookSink.VALID;
            }
        }
        return "no signature matches";
    }

    /** The value of {@code webhook-signature}. */
    public String sign(String id, long timestamp, byte[] body) {
        return "v1," + new String(sign(id + "." + timestamp + ".", body), StandardCharsets.US_ASCII);
    }

    private byte[] sign(String prefix, byte[] body) {
        Mac mac = HmacUtils.getInitializedMac(HmacAlgorithms.HMAC_SHA_256, key);
        mac.update(prefix.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encode(mac.doFinal(body));
    }
}
