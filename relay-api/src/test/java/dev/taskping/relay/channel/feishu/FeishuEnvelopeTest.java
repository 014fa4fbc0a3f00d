package dev.taskping.relay.channel.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.relay.channel.feishu.FeishuEnvelope.Seal;
import dev.taskping.relay.channel.feishu.FeishuSettings.Domain;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeishuEnvelopeTest {

    /** Made with OpenSSL: {@code openssl enc -aes-256-cbc} by the SHA-256 of {@code encrypt-key}. */
    private static final String SEALED =
            "{\"encrypt\":\"AAECAwQFBgcICQoLDA0ODxQAyouTftlrT0zdgmnWyNExSzadgooz3M7XxYj9Xyb"
                    + "GgvceRQXd6JrghNUUbDlUBI45KjWcWrKWiMx2rUfIhGjZJJXwLT8MnYcam9G5qknAUZmvlUcsEqlQqmlJE3gVSL4Sv/0xYqKXhZZ9"
                    + "GslUxmBgja8gHCI1qVWtVflKDZM3\"}";

    private static final Seal SEAL =
            new Seal("1600000000", "n1", "6bb73bb6583d6a3a8654be395882c6bebc2559480bd0b718bca2a1d2fc90ce09");

    private static final String SEALED_CHALLENGE = "{\"encrypt\":\"AAECAwQFBgcICQoLDA0OD+NMScrJ/uc45CYHwglzDKFTilt8/5Pp"
            + "Me8NTrXRoFOmwvnNJ0oJGCI0boMw98Prj6eCJp8FKjLJwUVNBJSeWrAydYbp7er177gm0XIhmLrn\"}";

    /** An hour after the seal was made. */
    private static final Instant NOW = Instant.ofEpochSecond(1_600_003_600);

    private static final Seal NONE = new Seal(null, null, null);

    @Test
    void decryptsFeishusOwnExample() {
        assertThat(FeishuEnvelope.decrypt("test key", "P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk="))
                .contains("hello world");
    }

    @Test
    void opensWhatIsEncryptedAndSigned() {
        FeishuSettings app = app("verification-token", "encrypt-key");
        assertThat(FeishuEnvelope.open(app, SEAL, SEALED, NOW)
                        .map(event -> event.path("header").path("event_id").asText()))
                .contains("e1");
        assertThat(FeishuEnvelope.open(app(null, "encrypt-key"), SEAL, SEALED, NOW))
                .isPresent();
    }

    @Test
    void forgedRequestIsRefused() {
        FeishuSettings app = app("verification-token", "encrypt-key");
        assertThat(FeishuEnvelope.open(app, NONE, SEALED, NOW))
                .as("no signature")
                .isEmpty();
        assertThat(FeishuEnvelope.open(app, new Seal("1600000001", "n1", SEAL.signature()), SEALED, NOW))
                .as("another time")
                .isEmpty();
        assertThat(FeishuEnvelope.open(app, SEAL, SEALED + " ", NOW))
                .as("another body")
                .isEmpty();
        assertThat(FeishuEnvelope.open(app("verification-token", "another-key"), SEAL, SEALED, NOW))
                .isEmpty();
        assertThat(FeishuEnvelope.open(app("another-token", "encrypt-key"), SEAL, SEALED, NOW))
                .isEmpty();
        assertThat(FeishuEnvelope.open(
                        app, NONE, "{\"header\":{\"token\":\"verification-token\",\"event_id\":\"e1\"}}", NOW))
                .as("plain text where encryption is agreed on")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, true", "86000, true", "-86000, true", "86500, false", "-86500, false"})
    void oldRequestIsRefused(long age, boolean genuine) {
        Instant now = Instant.ofEpochSecond(1_600_000_000).plusSeconds(age);
        assertThat(FeishuEnvelope.open(app("verification-token", "encrypt-key"), SEAL, SEALED, now)
                        .isPresent())
                .isEqualTo(genuine);
    }

    @Test
    void withoutAnEncryptKeyTheTokenVouches() {
        FeishuSettings app = app("verification-token", null);
        assertThat(FeishuEnvelope.open(
                        app, NONE, "{\"header\":{\"token\":\"verification-token\"},\"schema\":\"2.0\"}", NOW))
                .isPresent();
        assertThat(FeishuEnvelope.open(app, NONE, "{\"token\":\"verification-token\"}", NOW))
                .isPresent();
        assertThat(FeishuEnvelope.open(app, NONE, "{\"header\":{\"token\":\"guess\"}}", NOW))
                .isEmpty();
        assertThat(FeishuEnvelope.open(app, NONE, "{}", NOW)).isEmpty();
        assertThat(FeishuEnvelope.open(app, NONE, "no JSON", NOW)).isEmpty();
    }

    @Test
    void appWithoutKeyAndTokenReceivesNothing() {
        assertThat(FeishuEnvelope.open(app(null, null), NONE, "{\"token\":\"\"}", NOW))
                .isEmpty();
    }

    @Test
    void anAddressIsVerifiedWithoutASignature() {
        Optional<JsonNode> event =
                FeishuEnvelope.open(app("verification-token", "encrypt-key"), NONE, SEALED_CHALLENGE, NOW);
        assertThat(event.flatMap(FeishuEnvelope::challenge)).contains("c-1");
        assertThat(FeishuEnvelope.open(app("another-token", "encrypt-key"), NONE, SEALED_CHALLENGE, NOW))
                .isEmpty();
    }

    private static FeishuSettings app(@Nullable String token, @Nullable String encryptKey) {
        return new FeishuSettings(
                Domain.FEISHU,
                "cli_a1b2c3d4e5f6a7b8",
                "secret",
                "oc_a0553eda9014c201",
                token,
                encryptKey,
                null,
                null,
                null);
    }
}
