package dev.taskping.relay.channel.feishu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Opens what Feishu sends an app: events and presses of buttons, once it is certain that they come from Feishu ("Receive
 * events", "Receive callbacks"). With an encrypt key they must be encrypted with it and signed with it; with a verification
 * token they must carry it. An app with neither hears nothing.
 */
public final class FeishuEnvelope {

    /** What the value of our buttons calls the action's id. */
    public static final String ACTION = "action";

    /**
     * Feishu repeats an event that was not taken for some seven hours ("Event subscription overview", retries). Who repeats a
     * sealed one after a day is somebody else, and what came in is remembered for longer than that.
     */
    private static final Duration WINDOW = Duration.ofDays(1);

    private static final int BLOCK_BYTES = 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    private FeishuEnvelope() {}

    /**
     * The headers that vouch for a body.
     *
     * @param timestamp {@code X-Lark-Request-Timestamp}
     * @param nonce {@code X-Lark-Request-Nonce}
     * @param signature {@code X-Lark-Signature}
     */
    public record Seal(@Nullable String timestamp, @Nullable String nonce, @Nullable String signature) {}

    /** The event in plain text; empty if it cannot be trusted or read. */
    public static Optional<JsonNode> open(FeishuSettings settings, Seal seal, String body, Instant now) {
        String encryptKey = settings.encryptKey();
        String token = settings.verificationToken();
        if (encryptKey == null && token == null) {
            return Optional.empty();
        }
        Optional<JsonNode> event = parse(body);
        if (encryptKey != null) {
            event = event.flatMap(
                            closed -> decrypt(encryptKey, closed.path("encrypt").asText()))
                    .flatMap(FeishuEnvelope::parse)
                    // The address is verified without a signature.
                    .filter(plain ->
                            challenge(plain).isPresent() || (isRecent(seal, now) && isSigned(encryptKey, seal, body)));
        }
        return event.filter(plain -> token == null || same(token, tokenOf(plain)));
    }

    /** What must be repeated for Feishu to accept an address; empty if that is not what the event is about. */
    public static Optional<String> challenge(JsonNode event) {
        return event.path("type").asText().equals("url_verification")
                ? Optional.of(event.path("challenge").asText())
                : Optional.empty();
    }

    /** In the header since schema 2.0. */
    private static String tokenOf(JsonNode event) {
        return event.path("header").path("token").asText(event.path("token").asText());
    }

    private static boolean isRecent(Seal seal, Instant now) {
        String timestamp = seal.timestamp();
        return timestamp != null
                && timestamp.matches("\\d{1,12}")
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                                .abs()
                                .compareTo(WINDOW)
                        <= 0;
    }

    private static boolean isSigned(String encryptKey, Seal seal, String body) {
        return seal.timestamp() != null
                && seal.nonce() != null
                && seal.signature() != null
                && same(sign(encryptKey, seal.timestamp(), seal.nonce(), body), seal.signature());
    }

    /** The value of {@code X-Lark-Signature}. */
    static String sign(String encryptKey, String timestamp, String nonce, String body) {
        return HexFormat.of().formatHex(sha256(timestamp + nonce + encryptKey + body));
    }

    static Optional<String> decrypt(String encryptKey, String encrypted) {
        try {
            byte[] bytes = Base64.getDecoder().decode(encrypted);
            if (bytes.length < 2 * BLOCK_BYTES) {
                return Optional.empty();
            }
            // Feishu's scheme; the signature is what protects it from being changed.
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(sha256(encryptKey), "AES"),
                    new IvParameterSpec(Arrays.copyOf(bytes, BLOCK_BYTES)));
            byte[] plain = cipher.doFinal(bytes, BLOCK_BYTES, bytes.length - BLOCK_BYTES);
            return Optional.of(new String(plain, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            return Optional.ofNullable(JSON.readTree(text)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static boolean same(String expected, String presented) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
