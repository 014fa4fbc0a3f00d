package dev.taskping.relay.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdapterRegistryTest {

    private static final String SECRET = "s3cret/with+signs=";
    private static final URI ADDRESS = URI.create("https://hooks.example.org/services/T0/B0/s3cretPath");

    static Stream<ChannelSettings> everySettingsWithASecret() {
        return Stream.of(
                new ChannelSettings.Telegram(SECRET, 1L, null),
                new ChannelSettings.Email(
                        "smtp.example.org",
                        587,
                        ChannelSettings.Email.Security.STARTTLS,
                        "taskping",
                        SECRET,
                        "a@example.org",
                        List.of("b@example.org")),
                new ChannelSettings.Webhook(URI.create("https://example.org/"), SECRET),
                new ChannelSettings.Discord(SECRET, "1", null, ADDRESS, null),
                new ChannelSettings.Slack(SECRET, "C1", SECRET, ADDRESS, null),
                new ChannelSettings.Feishu(
                        ChannelSettings.Feishu.Domain.LARK, "cli", SECRET, "oc", SECRET, SECRET, ADDRESS, SECRET, null),
                new ChannelSettings.Sms("AC1", SECRET, "+1", null, "+2", null),
                new ChannelSettings.Custom(
                        URI.create("https://example.org/"), SECRET, null, Map.of(), Map.of("token", SECRET)));
    }

    @ParameterizedTest
    @MethodSource("everySettingsWithASecret")
    void noSecretGetsThroughTheDoor(ChannelSettings settings) {
        AdapterRegistry adapterRegistry = new AdapterRegistry(List.of(new Parrot(settings, false)));
        String said = adapterRegistry.send(settings, Samples.notification(Samples.succeeded("x"))) + " "
                + adapterRegistry.check(settings) + " " + settings;
        assertThat(said).contains("***").doesNotContain(SECRET, "s3cretPath");
    }

    @Test
    void whatAnAdapterThrowsIsAResultAndShowsNoSecret() {
        ChannelSettings settings = new ChannelSettings.Webhook(URI.create("https://example.org/"), SECRET);
        AdapterRegistry adapterRegistry = new AdapterRegistry(List.of(new Parrot(settings, true)));
        assertThat(adapterRegistry.send(settings, Samples.notification(Samples.succeeded("x"))))
                .isEqualTo(new DeliveryResult.Failed("The relay's webhook adapter failed: IllegalStateException"));
        assertThatThrownBy(() -> adapterRegistry.check(settings)).satisfies(thrown -> {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).contains("Parrot", "***").doesNotContain(SECRET);
        });
    }

    /** Repeats whatever it is told, as some providers do in their errors. */
    private record Parrot(ChannelSettings settings, boolean throwing) implements ChannelAdapter<ChannelSettings> {

        @Override
        @SuppressWarnings("unchecked") // the class of these settings
        public Class<ChannelSettings> settingsType() {
            return (Class<ChannelSettings>) settings.getClass();
        }

        @Override
        public DeliveryResult send(ChannelSettings given, Notification notification) {
            return new DeliveryResult.Failed(words());
        }

        @Override
        public ChannelCheck check(ChannelSettings given) {
            return new ChannelCheck(false, "Unreachable", words());
        }

        private String words() {
            boolean byAddress = settings instanceof ChannelSettings.Discord
                    || settings instanceof ChannelSettings.Slack
                    || settings instanceof ChannelSettings.Feishu;
            String words = "POST " + (byAddress ? ADDRESS : "") + " with " + SECRET;
            if (throwing) {
                throw new IllegalStateException(words);
            }
            return words;
        }
    }
}
