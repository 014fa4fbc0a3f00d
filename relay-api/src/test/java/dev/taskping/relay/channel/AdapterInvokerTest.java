package dev.taskping.relay.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskping.relay.channel.custom.CustomSettings;
import dev.taskping.relay.channel.discord.DiscordSettings;
import dev.taskping.relay.channel.email.EmailSettings;
import dev.taskping.relay.channel.feishu.FeishuSettings;
import dev.taskping.relay.channel.slack.SlackSettings;
import dev.taskping.relay.channel.sms.SmsSettings;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.channel.telegram.TelegramSettings;
import dev.taskping.relay.channel.webhook.WebhookSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdapterInvokerTest {

    private static final String SECRET = "s3cret/with+signs=";
    private static final URI ADDRESS = URI.create("https://hooks.example.org/services/T0/B0/s3cretPath");

    static Stream<ProviderSettings> everySettingsWithASecret() {
        return Stream.of(
                new TelegramSettings(SECRET, 1L, null),
                new EmailSettings(
                        "smtp.example.org",
                        587,
                        EmailSettings.Security.STARTTLS,
                        "taskping",
                        SECRET,
                        "a@example.org",
                        List.of("b@example.org")),
                new WebhookSettings(URI.create("https://example.org/"), SECRET, null),
                new DiscordSettings(SECRET, "1", null, ADDRESS, null),
                new SlackSettings(SECRET, "C1", SECRET, ADDRESS, null),
                new FeishuSettings(
                        FeishuSettings.Domain.LARK, "cli", SECRET, "oc", SECRET, SECRET, ADDRESS, SECRET, null),
                new SmsSettings("AC1", SECRET, "+1", null, "+2", null),
                new CustomSettings(
                        URI.create("https://example.org/"), SECRET, null, Map.of(), Map.of("token", SECRET)));
    }

    @ParameterizedTest
    @MethodSource("everySettingsWithASecret")
    void resultsContainNoSecret(ProviderSettings settings) {
        AdapterInvoker adapterInvoker = new AdapterInvoker(List.of(new Parrot(settings, false)));
        String said = adapterInvoker.send(settings, Samples.notification(Samples.succeeded("x"))) + " "
                + adapterInvoker.check(settings) + " " + settings;
        assertThat(said).contains("***").doesNotContain(SECRET, "s3cretPath");
    }

    @Test
    void exceptionOfAnAdapterIsAResultWithoutSecrets() {
        ProviderSettings settings = new WebhookSettings(URI.create("https://example.org/"), SECRET, null);
        AdapterInvoker adapterInvoker = new AdapterInvoker(List.of(new Parrot(settings, true)));
        assertThat(adapterInvoker.send(settings, Samples.notification(Samples.succeeded("x"))))
                .isEqualTo(new DeliveryResult.Failed("The relay's webhook adapter failed: IllegalStateException"));
        assertThatThrownBy(() -> adapterInvoker.check(settings)).satisfies(thrown -> {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).contains("Parrot", "***").doesNotContain(SECRET);
        });
    }

    /** Repeats whatever it is told, as some providers do in their errors. */
    private record Parrot(ProviderSettings settings, boolean throwing) implements ChannelAdapter<ProviderSettings> {

        @Override
        @SuppressWarnings("unchecked") // the class of these settings
        public Class<ProviderSettings> settingsType() {
            return (Class<ProviderSettings>) settings.getClass();
        }

        @Override
        public DeliveryResult send(ProviderSettings given, Notification notification) {
            return new DeliveryResult.Failed(words());
        }

        @Override
        public ChannelCheck check(ProviderSettings given) {
            return new ChannelCheck(false, "Unreachable", words());
        }

        private String words() {
            boolean byAddress = settings instanceof DiscordSettings
                    || settings instanceof SlackSettings
                    || settings instanceof FeishuSettings;
            String words = "POST " + (byAddress ? ADDRESS : "") + " with " + SECRET;
            if (throwing) {
                throw new IllegalStateException(words);
            }
            return words;
        }
    }
}
