package dev.taskping.relay.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTextScrubberTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/start 7K3M9QX2TB | 7K3M9QX2TB",
                "/start@lab_bot 7K3M-9QX2-TB | 9QX2",
                "token tp_an-admin-token-for-tests-only is wrong | admin-token",
                "Bearer abcdefgh12345678 | abcdefgh",
                "eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiIxIn0.c2lnbmF0dXJl | c2lnbmF0dXJl",
                "bot 123456789:AAH-the-token-that-BotFather-gives | BotFather",
                "xoxb-123456789012-abcdef | abcdef",
                "smtp://mia:s3cret@mail.example.org | s3cret",
            })
    void secretIsRedacted(String text, String secret) {
        assertThat(AuditTextScrubber.scrub(text)).doesNotContain(secret).contains("[redacted]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Mia (telegram:1001)", "launch evaluate", "0b7c7c1e-8a53-4f0e-9d0e-0c2f0a3c1a11", "👋 grüße"})
    void ordinaryTextStaysUnchanged(String text) {
        assertThat(AuditTextScrubber.scrub(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"'a\u0000b',ab", "'a\u202Eb',ab", "'a\u200Bb',ab", "'a\nb',ab", "'a\u001B[31mb','a[31mb'"})
    void controlCharactersAreRemoved(String text, String clean) {
        assertThat(AuditTextScrubber.scrub(text)).isEqualTo(clean);
    }
}
