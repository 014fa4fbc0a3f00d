package dev.taskping.relay.channel.feishu;

import com.fasterxml.jackson.annotation.JsonAlias;
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
 * A chat of Feishu or Lark: by an app's bot ({@code appId}, {@code appSecret} and {@code chatId}), or by a group's custom
 * bot ({@code webhookUrl} and its {@code signingSecret}).
 *
 * @param domain whose servers
 * @param appId the app's id, {@code cli_…}
 * @param appSecret the app's secret
 * @param chatId the chat's id, {@code oc_…}
 * @param verificationToken what events and card callbacks must carry
 * @param encryptKey what events are encrypted and signed with, if the app says so
 * @param webhookUrl the custom bot's address; a secret: whoever knows it may write
 * @param signingSecret the custom bot's secret, if it asks for signatures
 * @param apiUrl another API than the domain's own, such as {@code http://127.0.0.1:8085}
 */
public record FeishuSettings(
        Domain domain,
        @Nullable String appId,
        @Nullable String appSecret,
        @Nullable String chatId,
        @Nullable String verificationToken,
        @Nullable String encryptKey,
        @Nullable URI webhookUrl,
        @Nullable String signingSecret,
        @Nullable URI apiUrl)
        implements ProviderSettings {

    private static final Pattern CHAT = Pattern.compile("oc_[A-Za-z0-9]{10,64}");

    /** Feishu, "Custom bot usage guide", notes: 100 a minute and five a second, both of which this keeps. */
    private static final RateLimit RATE_LIMIT = new RateLimit(Duration.ofMillis(800), 4);

    /** Whose servers: the two know nothing of each other. */
    public enum Domain {
        /** In China: {@code open.feishu.cn}. */
        @JsonAlias("feishu")
        FEISHU,
        /** Elsewhere: {@code open.larksuite.com}. */
        @JsonAlias("lark")
        LARK
    }

    @Override
    public ChannelType type() {
        return FeishuDescriptor.TYPE;
    }

    @Override
    public Optional<String> fault() {
        Optional<String> how = webhookUrl != null
                ? SettingsRules.url("settings.webhookUrl", webhookUrl)
                : SettingsRules.first(
                        SettingsRules.when(
                                SettingsRules.isBlank(appId) || SettingsRules.isBlank(appSecret),
                                "settings.appId, settings.appSecret: both, or else settings.webhookUrl, must say how to"
                                        + " write"),
                        SettingsRules.matches(CHAT, chatId, "settings.chatId: must be a chat's id, such as oc_…"));
        return SettingsRules.first(
                SettingsRules.when(domain == null, "settings.domain: must be FEISHU or LARK"),
                how,
                SettingsRules.optionalUrl("settings.apiUrl", apiUrl));
    }

    @Override
    public List<String> secretValues() {
        return SettingsRules.present(webhookUrl, appSecret, verificationToken, encryptKey, signingSecret);
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
        return Optional.ofNullable(chatId);
    }

    @Override
    public String toString() {
        return "Feishu[domain=" + domain + ", chatId=" + chatId + ", apiUrl=" + apiUrl + "]";
    }
}
