package dev.taskping.relay.channel.discord;

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
 * A Discord channel: by a bot ({@code botToken} and {@code channelId}), or by an incoming webhook ({@code webhookUrl},
 * which has no buttons).
 *
 * @param botToken the bot's token from the developer portal
 * @param channelId the channel's snowflake
 * @param publicKey the application's public key, 64 hexadecimal digits: interactions are verified with it
 * @param webhookUrl a secret: whoever knows it may write
 * @param apiUrl another API than Discord's own, such as {@code http://127.0.0.1:8083}
 */
public record DiscordSettings(
        @Nullable String botToken,
        @Nullable String channelId,
        @Nullable String publicKey,
        @Nullable URI webhookUrl,
        @Nullable URI apiUrl)
        implements ProviderSettings {

    private static final Pattern SNOWFLAKE = Pattern.compile("\\d{15,20}");
    private static final Pattern ED25519_KEY = Pattern.compile("[0-9a-fA-F]{64}");

    /** Discord names no limit but its headers; five messages in five seconds is what it has long allowed a channel. */
    private static final RateLimit RATE_LIMIT = new RateLimit(Duration.ofSeconds(1), 5);

    @Override
    public ChannelType type() {
        return DiscordDescriptor.TYPE;
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
                                SNOWFLAKE,
                                channelId,
                                "settings.channelId: must be the channel's number; Copy Channel ID in Discord's developer"
                                        + " mode gives it"));
        return SettingsRules.first(
                how,
                SettingsRules.optional(
                        ED25519_KEY,
                        publicKey,
                        "settings.publicKey: must be the application's public key, 64 hexadecimal digits"),
                SettingsRules.optionalUrl("settings.apiUrl", apiUrl));
    }

    @Override
    public List<String> secretValues() {
        return SettingsRules.present(webhookUrl, botToken);
    }

    @Override
    public Optional<RateLimit> rateLimit() {
        return Optional.of(RATE_LIMIT);
    }

    @Override
    public boolean edits() {
        return true;
    }

    @Override
    public Optional<String> conversation() {
        return Optional.ofNullable(channelId);
    }

    @Override
    public String toString() {
        return "Discord[channelId=" + channelId + ", apiUrl=" + apiUrl + "]";
    }
}
