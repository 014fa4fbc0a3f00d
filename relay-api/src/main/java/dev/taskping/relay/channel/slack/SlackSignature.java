package dev.taskping.relay.channel.slack;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.jspecify.annotations.Nullable;

/** Whether a request comes from Slack, and came just now (Slack, "Verifying requests from Slack"). */
public final class SlackSignature {

    private static final String VERSION = "v0";

    /** Older requests may be repeated by whoever has seen them. */
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private SlackSignature() {}

    /**
     * Checks a request.
     *
     * @param secret the app's signing secret
     * @param signature {@code X-Slack-Signature}
     * @param timestamp {@code X-Slack-Request-Timestamp}, in seconds
     * @param body as it came
     */
    public static boolean isGenuine(
            @Nullable String secret, @Nullable String signature, @Nullable String timestamp, byte[] body, Instant now) {
        if (secret == null || signature == null || timestamp == null || !timestamp.matches("\\d{1,12}")) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                .abs();
        return age.compareTo(WINDOW) <= 0
                && MessageDigest.isEqual(
                        sign(secret, timestamp, body).getBytes(StandardCharsets.UTF_8),
                        signature.getBytes(StandardCharsets.UTF_8));
    }

    /** The signature of a body. */
    static String sign(String secret, String timestamp, byte[] body) {
        Mac mac = HmacUtils.getInitializedMac(HmacAlgorithms.HMAC_SHA_256, secret.getBytes(StandardCharsets.UTF_8));
        mac.update((VERSION + ":" + timestamp + ":").getBytes(StandardCharsets.UTF_8));
        return VERSION + "=" + HexFormat.of().formatHex(mac.doFinal(body));
    }
}
