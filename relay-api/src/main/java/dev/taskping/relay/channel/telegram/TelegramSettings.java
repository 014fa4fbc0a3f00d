package dev.taskping.relay.channel.telegram;

import dev.taskping.protocol.channel.Rate;
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
 * A Telegram bot and the chat it writes to.
 *
 * @param botToken the bot's token from BotFather
 * @param chatId the chat; absent until a person pairs, then it is the chat they paired in
 * @param apiUrl another Bot API server than Telegram's own, such as {@code http://127.0.0.1:8081}
 */
public record TelegramSettings(String botToken, @Nullable Long chatId, @Nullable URI apiUrl)
        implements ProviderSettings {

    private static final Pattern TOKEN = Pattern.compile("\\d{3,20}:[A-Za-z0-9_-]{20,100}");

    /** Telegram, Bots FAQ, "My bot is hitting limits": one message a second in one chat, short bursts allowed. */
    private static final RateLimit CHAT = new RateLimit(Duration.ofSeconds(1), 3);

    /** The same: 20 messages a minute in one group. */
    private static final RateLimit GROUP = RateLimit.of(new Rate(20, Duration.ofMinutes(1)));

    @Override
    public ChannelType type() {
        return TelegramDescriptor.TYPE;
    }

    @Override
    public Optional<String> fault() {
        return SettingsRules.first(
                SettingsRules.matches(
                        TOKEN,
                        botToken,
                        "settings.botToken: is not a bot token; BotFather gives one like 123456:ABC-DEF…"),
                SettingsRules.optionalUrl("settings.apiUrl", apiUrl));
    }

    @Override
    public List<String> secretValues() {
        return SettingsRules.present(botToken);
    }

    @Override
    public Optional<RateLimit> rateLimit() {
        return Optional.of(chatId != null && chatId < 0 ? GROUP : CHAT);
    }

    @Override
    public boolean edits() {
        return true;
    }

    @Override
    public Optional<String> conversation() {
        return Optional.ofNullable(chatId).map(String::valueOf);
    }

    @Override
    public boolean needsDestination() {
        return chatId == null;
    }

    @Override
    public TelegramSettings withDestination(String destination) {
        return chatId == null ? new TelegramSettings(botToken, Long.valueOf(destination), apiUrl) : this;
    }

    @Override
    public String toString() {
        return "Telegram[chatId=" + chatId + ", apiUrl=" + apiUrl + "]";
    }
}
