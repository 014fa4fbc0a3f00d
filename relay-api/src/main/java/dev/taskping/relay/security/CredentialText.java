package dev.taskping.relay.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The text of credentials: 256 random bits in hexadecimal digits, and the SHA-256 by which they are found again. */
final class CredentialText {

    private static final int BYTES = 32;
    private static final int PREFIX = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private CredentialText() {}

    static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** What a token is recognised by; its other characters stay unknown. */
    static String prefix(String token) {
        return token.substring(0, Math.min(PREFIX, token.length()));
    }

    /** What a key is recognised by: {@code printf %s "$KEY" | sha256sum | cut -c1-8} prints the same. */
    static String fingerprint(byte[] hash) {
        return HexFormat.of().formatHex(hash).substring(0, PREFIX);
    }
}
