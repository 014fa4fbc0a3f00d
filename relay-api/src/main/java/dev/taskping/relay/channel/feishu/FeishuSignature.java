package dev.taskping.relay.channel.feishu;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what a custom bot is sent ("Custom bot usage guide", "Signature verification"): the HMAC-SHA256 of nothing, by a key
 * made of the time stamp and the secret, in Base64.
 */
final class FeishuSignature {

    private FeishuSignature() {}

    /** The value of {@code sign}; the time stamp in seconds, at most an hour from Feishu's clock. */
    static String sign(long timestamp, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec((timestamp + "\n" + secret).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(new byte[0]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HmacSHA256", e);
        }
    }
}
