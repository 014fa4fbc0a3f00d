package dev.taskping.relay.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DiscordSignatureTest {

    /** RFC 8032, 7.1, TEST 2: the message is one byte, 0x72. */
    private static final String KEY = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";

    private static final String SIGNATURE =
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
    private static final byte[] NOTHING = new byte[0];

    @Test
    void timestampAndBodyAreSignedAsOne() {
        assertThat(DiscordSignature.isGenuine(KEY, SIGNATURE, "r", NOTHING)).isTrue();
        assertThat(DiscordSignature.isGenuine(KEY, SIGNATURE, "", "r".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    @Test
    void whatIsForgedOrMissingIsNotGenuine() {
        assertThat(DiscordSignature.isGenuine(KEY, SIGNATURE, "s", NOTHING)).isFalse();
        assertThat(DiscordSignature.isGenuine("ab".repeat(32), SIGNATURE, "r", NOTHING))
                .isFalse();
        assertThat(DiscordSignature.isGenuine("short", SIGNATURE, "r", NOTHING)).isFalse();
        assertThat(DiscordSignature.isGenuine(KEY, "no signature", "r", NOTHING))
                .isFalse();
        assertThat(DiscordSignature.isGenuine(KEY, null, "r", NOTHING)).isFalse();
        assertThat(DiscordSignature.isGenuine(null, SIGNATURE, "r", NOTHING)).isFalse();
    }
}
