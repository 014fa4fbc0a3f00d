package dev.taskping.relay.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscordSignatureTest {

    /** RFC 8032, 7.1, TEST 2: the message is one byte, 0x72. */
    private static final String KEY = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";

    private static final String SIGNATURE =
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
    private static final byte[] NOTHING = new byte[0];

    @Test
    void timestampAndBodyAreSignedAsOne() {
        assertThat(DiscordSignature.isSigned(KEY, SIGNATURE, "r", NOTHING)).isTrue();
        assertThat(DiscordSignature.isSigned(KEY, SIGNATURE, "", "r".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    @Test
    void forgedOrMissingSignatureIsRefused() {
        assertThat(DiscordSignature.isSigned(KEY, SIGNATURE, "s", NOTHING)).isFalse();
        assertThat(DiscordSignature.isSigned("ab".repeat(32), SIGNATURE, "r", NOTHING))
                .isFalse();
        assertThat(DiscordSignature.isSigned("short", SIGNATURE, "r", NOTHING)).isFalse();
        assertThat(DiscordSignature.isSigned(KEY, "no signature", "r", NOTHING)).isFalse();
        assertThat(DiscordSignature.isSigned(KEY, null, "r", NOTHING)).isFalse();
        assertThat(DiscordSignature.isSigned(null, SIGNATURE, "r", NOTHING)).isFalse();
    }

    /** RFC 8032 has no message that begins with a time, so that these are signed here. */
    @ParameterizedTest
    @CsvSource({"0, true", "299, true", "-299, true", "301, false", "-301, false", "604800, false"})
    void oldRequestIsRefused(long age, boolean genuine) throws GeneralSecurityException {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        String timestamp = Long.toString(now.minusSeconds(age).getEpochSecond());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update((timestamp + "{}").getBytes(StandardCharsets.UTF_8));
        byte[] encoded = keys.getPublic().getEncoded();
        String key = HexFormat.of().formatHex(encoded, encoded.length - 32, encoded.length);
        String hex = HexFormat.of().formatHex(signature.sign());
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(DiscordSignature.isGenuine(key, hex, timestamp, body, now)).isEqualTo(genuine);
        assertThat(DiscordSignature.isGenuine(key, hex, "now", body, now)).isFalse();
        assertThat(DiscordSignature.isGenuine(key, hex, null, body, now)).isFalse();
    }
}
