package dev.taskping.relay.channel.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.channel.Rate;
import dev.taskping.relay.Draws;
import dev.taskping.relay.channel.telegram.TelegramSettings;
import dev.taskping.relay.channel.webhook.WebhookSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // next at, in milliseconds from now | messages that may go, of a burst of 3 and one a second
        "-100000, 3",
        "0, 3",
        "1, 2",
        "1000, 2",
        "1001, 1",
        "2000, 1",
        "2001, 0",
        "60000, 0"
    })
    void burstIsReducedByRecentMessages(long nextAt, int allowed) {
        assertThat(new RateLimit(Duration.ofSeconds(1), 3).allowed(NOW.plusMillis(nextAt), NOW))
                .isEqualTo(allowed);
    }

    @Test
    void groupsAndChatsHaveTheirOwn() {
        assertThat(new TelegramSettings("t", 5L, null).rateLimit()).contains(new RateLimit(Duration.ofSeconds(1), 3));
        assertThat(new TelegramSettings("t", -5L, null).rateLimit()).contains(new RateLimit(Duration.ofSeconds(4), 5));
        assertThat(new WebhookSettings(URI.create("https://example.com"), "s", null).rateLimit())
                .isEmpty();
    }

    /** Asked at any moments, it never lets more through in any stretch than the rate says. */
    @Property(seed = Draws.SEED)
    void anyPeriodHoldsAtMostTheRate(
            @ForAll @IntRange(min = 2, max = 60) int messages,
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 5_000) Integer> pauses) {
        Duration per = Duration.ofMinutes(1);
        RateLimit rateLimit = RateLimit.of(new Rate(messages, per));
        Instant now = NOW;
        Instant nextAt = Instant.EPOCH;
        List<Instant> sent = new ArrayList<>();
        for (int pause : pauses) {
            now = now.plusMillis(pause);
            int allowed = rateLimit.allowed(nextAt, now);
            if (allowed > 0) {
                nextAt = rateLimit.after(allowed, nextAt, now);
                for (int i = 0; i < allowed; i++) {
                    sent.add(now);
                }
            }
        }
        for (Instant begin : sent) {
            Instant end = begin.plus(per);
            long within = sent.stream()
                    .filter(at -> !at.isBefore(begin) && at.isBefore(end))
                    .count();
            assertThat(within).isLessThanOrEqualTo(messages);
        }
    }
}
