package dev.taskping.relay.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * Tokens in the addresses that mails are answered to: the delivery that the mail was, signed together with the one address that
 * it went to. 42 characters in which case does not matter, because a local part may have 64 (RFC 5321, 4.5.3.1.1) and not every
 * server keeps its case. The signature has 80 bits, which nobody can try out but by sending mails. How long a token is good for
 * follows from when its delivery was made.
 */
@ApplicationScoped
public class MailTokens {

    /** How many characters a token has. */
    public static final int LENGTH = 42;

    private static final int RADIX = 32;
    private static final int UUID_BYTES = 16;
    private static final int SIGNATURE_BYTES = 10;

    private final byte[] key;

    @Inject
    MailTokens(RelayKeys keys) {
        this(keys.replyTokens());
    }

    private MailTokens(byte[] key) {
        this.key = key.clone();
    }

    /** Tokens signed with a key of one's own. */
    public static MailTokens of(byte[] key) {
        return new MailTokens(key);
    }

    /** The token of a delivery in the hands of one recipient. */
    public String issue(UUID delivery, String recipient) {
        byte[] bytes = ByteBuffer.allocate(UUID_BYTES + SIGNATURE_BYTES)
                .putLong(delivery.getMostSignificantBits())
                .putLong(delivery.getLeastSignificantBits())
                .put(signature(delivery, recipient))
                .array();
        String digits = new BigInteger(1, bytes).toString(RADIX);
        return "0".repeat(LENGTH - digits.length()) + digits;
    }

    /** Which delivery a token names, whether or not it is one of ours. */
    public static Optional<UUID> deliveryOf(String token) {
        if (!token.matches("[A-Va-v0-9]{" + LENGTH + "}")) {
            return Optional.empty();
        }
        BigInteger delivery = new BigInteger(token, RADIX).shiftRight(SIGNATURE_BYTES * Byte.SIZE);
        return Optional.of(new UUID(delivery.shiftRight(Long.SIZE).longValue(), delivery.longValue()));
    }

    /** Whether this relay issued the token, and to this recipient. */
    public boolean isIssuedTo(String recipient, String token) {
        return deliveryOf(token)
                .map(delivery -> issue(delivery, recipient))
                .filter(ours -> MessageDigest.isEqual(
                        ours.getBytes(StandardCharsets.US_ASCII),
                        token.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII)))
                .isPresent();
    }

    private byte[] signature(UUID delivery, String recipient) {
        String signed = "mail " + delivery + " " + recipient.toLowerCase(Locale.ROOT);
        return Arrays.copyOf(new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmac(signed), SIGNATURE_BYTES);
    }
}
