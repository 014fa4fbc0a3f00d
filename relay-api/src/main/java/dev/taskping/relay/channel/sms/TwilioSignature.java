package dev.taskping.relay.channel.sms;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * Whether a request comes from Twilio: {@code X-Twilio-Signature} is the HMAC-SHA1, by the account's token, of the URL
 * followed by each name and value of the form, sorted (Twilio, "Webhooks security", "Validating requests").
 */
public final class TwilioSignature {

    private final byte[] key;

    /** Verifies with the account's token. */
    public TwilioSignature(String authToken) {
        this.key = authToken.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Verifies, in constant time.
     *
     * @param url where Twilio sent it, with its query, as Twilio knows it
     * @param form the form's fields; a name may have several values
     * @param presented the header
     */
    public boolean matches(URI url, Map<String, List<String>> form, String presented) {
        byte[] signature = presented.getBytes(StandardCharsets.UTF_8);
        // Twilio signs with or without the port, depending on the product.
        return Stream.of(url.toString(), withPort(url), withoutPort(url))
                .map(candidate -> sign(candidate, form).getBytes(StandardCharsets.UTF_8))
                .reduce(
                        false,
                        (found, expected) -> found | MessageDigest.isEqual(expected, signature),
                        Boolean::logicalOr);
    }

    /** The header's value. */
    String sign(String url, Map<String, List<String>> form) {
        StringBuilder signed = new StringBuilder(url);
        new TreeMap<>(form).forEach((name, values) -> new TreeSet<>(values)
                .forEach(value -> signed.append(name).append(value)));
        return Base64.getEncoder()
                .encodeToString(new HmacUtils(HmacAlgorithms.HMAC_SHA_1, key).hmac(signed.toString()));
    }

    private static String withPort(URI url) {
        int standard = "https".equals(url.getScheme()) ? 443 : 80;
        return url.getPort() >= 0 ? url.toString() : rebuilt(url, url.getHost() + ":" + standard);
    }

    private static String withoutPort(URI url) {
        return rebuilt(url, url.getHost());
    }

    private static String rebuilt(URI url, String authority) {
        return url.getScheme() + "://" + authority + url.getRawPath()
                + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
    }
}
