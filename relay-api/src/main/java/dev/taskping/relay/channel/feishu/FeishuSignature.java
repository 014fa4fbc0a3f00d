package dev.taskping.relay.channel.feishu;

import java.util.Base64;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * Signs what a custom bot is sent ("Custom bot usage guide", "Signature verification"): the HMAC-SHA256 of nothing, by a key
 * made of the time stamp and the secret, in Base64.
 */
final class FeishuSignature {

    private FeishuSignature() {}

    /** The value of {@code sign}; the time stamp in seconds, at most an hour from Feishu's clock. */
    static String sign(long timestamp, String secret) {
        byte[] signature = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, timestamp + "\n" + secret).hmac(new byte[0]);
        return Base64.getEncoder().encodeToString(signature);
    }
}
