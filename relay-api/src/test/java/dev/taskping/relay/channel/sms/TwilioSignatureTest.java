package dev.taskping.relay.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vectors of Twilio's documentation and of its own libraries. */
class TwilioSignatureTest {

    private static final URI URL = URI.create("https://mycompany.com/myapp.php?foo=1&bar=2");
    private static final Map<String, List<String>> FORM = Map.of(
            "CallSid", List.of("CA1234567890ABCDE"),
            "Caller", List.of("+14158675309"),
            "Digits", List.of("1234"),
            "From", List.of("+14158675309"),
            "To", List.of("+18005551212"));
    private static final String SIGNATURE = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

    private final TwilioSignature signature = new TwilioSignature("12345");

    @Test
    void acceptsWhatTwilioSigned() {
        assertThat(signature.matches(URL, FORM, SIGNATURE)).isTrue();
        assertThat(signature.matches(
                        URL,
                        Map.of(
                                "Sid", List.of("CA123"),
                                "SidAccount", List.of("AC123"),
                                "Digits", List.of("5678", "1234", "1234")),
                        "IK+Dwps556ElfBT0I3Rgjkr1wJU="))
                .as("a name with several values, one of them twice")
                .isTrue();
    }

    @Test
    void thePortMayBeLeftOutOrNamed() {
        String named = signature.sign("https://mycompany.com:443/myapp.php?foo=1&bar=2", FORM);
        assertThat(signature.matches(URL, FORM, named)).isTrue();
        URI explicit = URI.create("https://mycompany.com:8443/myapp.php?foo=1&bar=2");
        assertThat(signature.matches(explicit, FORM, SIGNATURE)).isTrue();
    }

    @Test
    void changedRequestIsRefused() {
        assertThat(signature.matches(URI.create(URL + "&admin=1"), FORM, SIGNATURE))
                .isFalse();
        assertThat(signature.matches(URL, Map.of("Digits", List.of("9999")), SIGNATURE))
                .isFalse();
        assertThat(signature.matches(URL, FORM, "")).isFalse();
        assertThat(new TwilioSignature("54321").matches(URL, FORM, SIGNATURE)).isFalse();
    }
}
