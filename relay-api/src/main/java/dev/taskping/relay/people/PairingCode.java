package dev.taskping.relay.people;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;

/**
 * A one-time code: ten characters of Crockford's Base32, 50 random bits.
 *
 * @param text upper-case, without separators
 */
public record PairingCode(String text) {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 10;

    /** A new one. */
    static PairingCode random(SecureRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new PairingCode(text.toString());
    }

    /** What somebody typed: letters that look like digits are those digits, dashes mean nothing. */
    public static PairingCode typed(String text) {
        return new PairingCode(text.strip()
                .toUpperCase(Locale.ROOT)
                .replace("-", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1'));
    }

    /** What is stored. The code's randomness makes salt unnecessary. */
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "PairingCode[***]";
    }
}
