package dev.taskping.relay.channel.slack;

import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.channel.spi.RateLimit;
import dev.taskping.relay.channel.spi.SettingsRules;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Slack channel: by a bot ({@code botToken} and {@code channel}), or by an incoming webhook ({@code webhookUrl}).
 *
 * @param botToken the bot's token, {@code xoxb-…}
 * @param channel the channel's id, such as {@code C0123456789}
 * @param signingSecret the app's secret: interactions are verified with it
 * @param webhookUrl a secret: whoever knows it may write
 * @param apiUrl another API than Slack's own, such as {@code http://127.0.0.1:8084}
 */
public record SlackSettings(
        @Nullable String botToken,
        @Nullable String channel,
        @Nullable String signingSecret,
        @Nullable URI webhookUrl,
        @Nullable URI apiUrl)
        implements ProviderSettings {

    private static final Pattern CHANNEL = Pattern.compile("[CDG][A-Z0-9]{5,20}");

    /** Slack, "Rate limits", chat.postMessage: one a second in a channel, short bursts allowed. */
    private static final RateLimit RATE_LIMIT = new RateLimit(Duration.ofSeconds(1), 3);

    @Override
    public ChannelType type() {
        return SlackDescriptor.TYPE;
    }

    @Override
    public Optional<String> fault() {
        Optional<String> how = webhookUrl != null
                ? SettingsRules.url("settings.webhookUrl", webhookUrl)
                : SettingsRules.first(
                        SettingsRules.when(
                                SettingsRules.isBlank(botToken),
                                "settings.botToken, settings.webhookUrl: one of them must say how to write"),
                        SettingsRules.matches(
                                CHANNEL,
                                channel,
                                "settings.channel: must be the channel's id, such as C0123456789; its details in Slack show"
                                        + " it"));
        return SettingsRules.first(how, SettingsRules.optionalUrl("settings.apiUrl", apiUrl));
    }

    @Override
    public List<String> secretValues() {
        return SettingsRules.present(webhookUrl, botToken, signingSecret);
    }

    @Override
    public Optional<RateLimit> rateLimit() {
        return Optional.of(RATE_LIMIT);
    }

    @Override
    public boolean edits() {
        return webhookUrl == null;
    }

    @Override
    public Optional<String> conversation() {
        return Optional.ofNullable(channel);
    }

    @Override
    public String toString() {
        return "Slack[channel=" + channel + ", apiUrl=" + apiUrl + "]";
    }
}
