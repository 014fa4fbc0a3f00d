package dev.taskping.relay.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.Draws;
import java.util.Locale;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class MailTokensTest {

    private final MailTokens tokens = MailTokens.of(new byte[32]);

    @Property(tries = 200, seed = Draws.SEED)
    void issuedTokenIsRecognisedInAnyCase(@ForAll long high, @ForAll long low) {
        UUID delivery = new UUID(high, low);
        String token = tokens.issue(delivery, "Mia@example.org");
        assertThat(token).matches("[a-v0-9]{42}");
        assertThat(MailTokens.deliveryOf(token.toUpperCase(Locale.ROOT))).contains(delivery);
        assertThat(tokens.isIssuedTo("mia@EXAMPLE.org", token.toUpperCase(Locale.ROOT)))
                .isTrue();
    }

    @Property(tries = 200, seed = Draws.SEED)
    void otherTokensAreRefused(
            @ForAll long high,
            @ForAll @IntRange(max = 41) int position,
            @ForAll @AlphaChars @StringLength(1) String c) {
        String token = tokens.issue(new UUID(high, 7), "mia@example.org");
        String spoilt = token.substring(0, position) + c + token.substring(position + 1);
        assertThat(tokens.isIssuedTo("mia@example.org", spoilt)).isEqualTo(spoilt.equalsIgnoreCase(token));
    }

    @Test
    void tokenOfAnotherRecipientIsRefused() {
        String token = tokens.issue(UUID.randomUUID(), "mia@example.org");
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        assertThat(tokens.isIssuedTo("noor@example.org", token)).isFalse();
        assertThat(MailTokens.of(otherKey).isIssuedTo("mia@example.org", token)).isFalse();
        assertThat(tokens.isIssuedTo("mia@example.org", token + "0")).isFalse();
        assertThat(tokens.isIssuedTo("mia@example.org", "")).isFalse();
    }
}
