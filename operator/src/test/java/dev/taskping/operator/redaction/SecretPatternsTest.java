package dev.taskping.operator.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskping.protocol.text.SecretPatterns;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretPatternsTest {

    private static final SecretPatterns PATTERNS = SecretPatterns.with(List.of("CORP-[0-9]{6}", "ticket=([a-z]+)"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key AKIAABCDEFGHIJKLMNOP used | key [redacted] used",
                "HF_TOKEN=hf_abcdefghijklmnopqrstuvwxyzABCDEFGH | HF_TOKEN=[redacted]",
                "git clone https://mia:pa55w0rd@git.example/x | git clone https://mia:[redacted]@git.example/x",
                "Authorization: Bearer abcdefghijklmnop1234 | Authorization: Bearer [redacted]",
                "password: hunter2 | password: [redacted]",
                "\"db_password\": \"hunter2\", \"db\": 1 | \"db_password\": \"[redacted]\", \"db\": 1",
                "WANDB_API_KEY=0123456789abcdef0123456789abcdef01234567 | WANDB_API_KEY=[redacted]",
                "client-secret = 'a8f5f167f44f4964' | client-secret = '[redacted]'",
                "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl end | token [redacted] end",
                "xoxb-1234567890-abcdefghij | [redacted]",
                "bot 123456789:AAE-abcdefghijklmnopqrstuvwxyz012345 | bot [redacted]",
                "sk-proj-abcdefghijklmnopqrstuvwx | [redacted]",
                "employee CORP-123456 ticket=abc | employee [redacted] ticket=[redacted]"
            })
    @Attack(
            by = Attacker.PROGRAM,
            tries = "to print a password, a token or a key of a common shape",
            gets = "`[redacted]`")
    void secretsAreReplaced(String text, String redacted) {
        assertThat(PATTERNS.redact(text)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "epoch 3/10 loss=0.123 tokens=4096000 tokens/s: 12345.6",
                "num_token: 1234567890",
                "eos_token: </s> pad_token=<|endoftext|>",
                "token: unknown",
                "Generated 512 tokens in 3.2 s",
                "api_key=/etc/keys/api1",
                "https://example.com:8080/a@b",
                "saved to s3://bucket/checkpoint-1200",
                "the secret: patience",
                "commit 0123456789abcdef0123456789abcdef01234567",
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "password: ****"
            })
    void ordinaryLinesStay(String line) {
        assertThat(PATTERNS.redact(line)).isEqualTo(line);
    }

    @Test
    @Attack(by = Attacker.PROGRAM, tries = "to print a private key", gets = "`[redacted]`")
    void privateKeysAreReplacedEvenIfTheirEndIsMissing() {
        String begin = "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEow\nabc+/=\n";
        assertThat(PATTERNS.redact("a\n" + begin + "-----END RSA PRIVATE KEY-----\nb"))
                .isEqualTo("a\n[redacted]\nb");
        assertThat(PATTERNS.redact("a\n" + begin)).isEqualTo("a\n[redacted]");
        assertThat(PATTERNS.redact("MIIEow\nabc+/=\n-----END RSA PRIVATE KEY-----\nb"))
                .as("the tail begins within the key")
                .isEqualTo("[redacted]\nb");
        assertThat(PATTERNS.redact(
                        "a\n" + begin.replace("\nMII", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,A0\n\nMII")
                                + "-----END RSA PRIVATE KEY-----\nb"))
                .as("headers with hyphens")
                .isEqualTo("a\n[redacted]\nb");
    }

    static Stream<List<String>> unusable() {
        return Stream.of(
                List.of("("),
                List.of(""),
                List.of("x*"),
                List.of("a".repeat(1_001)),
                java.util.Collections.nCopies(65, "abc"));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void patternsThatCannotBeUsedAreNamed(List<String> own) {
        assertThatThrownBy(() -> SecretPatterns.with(own))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of secrets");
    }

    /** Not a measurement: a quadratic pattern would take minutes here. */
    @Test
    void longTextsOfOnePartAreReadInLinearTime() {
        for (String part :
                List.of("password=", "://a:", "eyJaaaaaaaa.", "-----BEGIN PRIVATE KEY-----", "1", "token: ")) {
            assertThat(PATTERNS.redact(part.repeat(200_000 / part.length()))).isNotNull();
        }
    }
}
