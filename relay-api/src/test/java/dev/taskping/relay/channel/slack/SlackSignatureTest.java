package dev.taskping.relay.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SlackSignatureTest {

    /** The example of "Verifying requests from Slack". */
    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

    private static final String TIMESTAMP = "1531420618";
    private static final byte[] BODY =
            ("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                            + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
                            + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
                            + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c")
                    .getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    private static final Instant THEN = Instant.ofEpochSecond(1531420618);

    @Test
    void slacksOwnExampleIsGenuine() {
        assertThat(SlackSignature.sign(SECRET, TIMESTAMP, BODY)).isEqualTo(SIGNATURE);
        assertThat(SlackSignature.isGenuine(SECRET, SIGNATURE, TIMESTAMP, BODY, THEN.plusSeconds(299)))
                .isTrue();
    }

    @Test
    void oldForgedOrMissingSignatureIsRefused() {
        assertThat(SlackSignature.isGenuine(SECRET, SIGNATURE, TIMESTAMP, BODY, THEN.plus(Duration.ofSeconds(301))))
                .isFalse();
        assertThat(SlackSignature.isGenuine(SECRET, SIGNATURE, TIMESTAMP, BODY, THEN.minus(Duration.ofSeconds(301))))
                .isFalse();
        assertThat(SlackSignature.isGenuine("another", SIGNATURE, TIMESTAMP, BODY, THEN))
                .isFalse();
        assertThat(SlackSignature.isGenuine(SECRET, SIGNATURE, TIMESTAMP, new byte[0], THEN))
                .isFalse();
        assertThat(SlackSignature.isGenuine(SECRET, SIGNATURE, "soon", BODY, THEN))
                .isFalse();
        assertThat(SlackSignature.isGenuine(SECRET, null, TIMESTAMP, BODY, THEN))
                .isFalse();
        assertThat(SlackSignature.isGenuine(null, SIGNATURE, TIMESTAMP, BODY, THEN))
                .isFalse();
    }
}
