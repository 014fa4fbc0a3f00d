package dev.taskping.relay.channel.discord;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Whether a request comes from Discord, and came just now (Interactions overview, "Validating Security Request Headers"). */
public final class DiscordSignature {

    /** What stands before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410, section 4). */
    private static final byte[] KEY_HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

    /** Discord waits three seconds for an answer and sends nothing again: older requests are somebody else's repetition. */
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private DiscordSignature() {}

    /**
     * Checks a request.
     *
     * @param publicKey the application's, 64 hexadecimal digits
     * @param signature {@code X-Signature-Ed25519}
     * @param timestamp {@code X-Signature-Timestamp}, in seconds
     * @param body as it came
     */
    public static boolean isGenuine(
            @Nullable String publicKey,
            @Nullable String signature,
            @Nullable String timestamp,
            byte[] body,
            Instant now) {
        if (timestamp == null || !timestamp.matches("\\d{1,12}")) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        return age.abs().compareTo(WINDOW) <= 0 && isSigned(publicKey, signature, timestamp, body);
    }

    /** Whether the application's key signed this, whenever that was. */
    static boolean isSigned(
            @Nullable String publicKey, @Nullable String signature, @Nullable String timestamp, byte[] body) {
        if (publicKey == null || signature == null || timestamp == null) {
            return false;
        }
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key(publicKey));
            ed25519.update(timestamp.getBytes(StandardCharsets.UTF_8));
            ed25519.update(body);
            return ed25519.verify(HexFormat.of().parseHex(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // No key, or no signature of one.
            return false;
        }
    }

    private static PublicKey key(String hex) throws GeneralSecurityException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.writeBytes(KEY_HEADER);
        encoded.writeBytes(HexFormat.of().parseHex(hex));
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded.toByteArray()));
    }
}
