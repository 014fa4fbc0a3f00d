package dev.taskping.relay.channel.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.Mac;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/** Signs according to the Standard Webhooks specification ("Signature scheme", symmetric). */
public final class StandardWebhookSignature {

    private static final String PREFIX = "whsec_";

    /** The specification's limits for the length of a key. */
    private static final int MIN_KEY_BYTES = 24;

    private static final int MAX_KEY_BYTES = 64;

    private final byte[] key;

    /**
     * Reads a secret.
     *
     * @throws IllegalArgumentException if it is invalid; the message says how to create one and does not show it
     */
    public StandardWebhookSignature(String secret) {
        try {
            key = Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : "?");
        } catch (IllegalArgumentException e) {
            throw unusable();
        }
        if (key.length < MIN_KEY_BYTES || key.length > MAX_KEY_BYTES) {
            throw unusable();
        }
    }

    /** The value of {@code webhook-signature}. */
    public String sign(String id, long timestamp, byte[] body) {
        Mac mac = HmacUtils.getInitializedMac(HmacAlgorithms.HMAC_SHA_256, key);
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    }

    private static IllegalArgumentException unusable() {
        return new IllegalArgumentException("The signing secret must be 'whsec_' and 24 to 64 bytes in Base64; make one"
                + " with: echo whsec_$(openssl rand -base64 32)");
    }
}
