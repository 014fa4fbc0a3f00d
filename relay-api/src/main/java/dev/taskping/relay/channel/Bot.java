package dev.taskping.relay.channel;

import dev.taskping.relay.channel.discord.DiscordSettings;
import dev.taskping.relay.channel.email.EmailSettings;
import dev.taskping.relay.channel.feishu.FeishuSettings;
import dev.taskping.relay.channel.slack.SlackSettings;
import dev.taskping.relay.channel.sms.SmsSettings;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.channel.telegram.TelegramSettings;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.jspecify.annotations.Nullable;

/**
 * What people write to and press buttons of, and the channels that use it: a Telegram bot, an app of Discord, Slack or
 * Feishu, a number that takes text messages, a mailbox. Two channels share a bot if they reach it with the same secrets at the same server: a channel that names
 * a server or a secret of its own can never speak for another's people.
 *
 * @param settings how to call it, as one of its channels has it
 * @param channels at least one, in a stable order
 */
public record Bot(ProviderSettings settings, List<RegisteredChannel> channels) {

    /** The bots of these channels; those that hear nothing have none. */
    public static List<Bot> of(List<RegisteredChannel> channels) {
        return channels.stream()
                .filter(channel -> isHeard(channel.settings()))
                .collect(Collectors.groupingBy(channel -> idOf(channel.settings())))
                .values()
                .stream()
                .map(sharing -> new Bot(sharing.getFirst().settings(), sharing))
                .toList();
    }

    /** Whether what people answer through such a channel can be known to come from them. */
    public static boolean isHeard(ProviderSettings settings) {
        return switch (settings) {
            case TelegramSettings telegram -> true;
            case SmsSettings sms -> true;
            case FeishuSettings feishu ->
                feishu.webhookUrl() == null && (feishu.verificationToken() != null || feishu.encryptKey() != null);
            case DiscordSettings discord -> discord.webhookUrl() == null && discord.publicKey() != null;
            case SlackSettings slack -> slack.webhookUrl() == null && slack.signingSecret() != null;
            case EmailSettings email -> email.replies() != null;
            case ProviderSettings silent -> false;
        };
    }

    /** Tells bots apart without showing their secrets. */
    public String id() {
        return idOf(settings);
    }

    /** What updates are numbered within. */
    public String scope() {
        return settings.type().id() + ":" + id();
    }

    /** Who vouches for the accounts in its updates. */
    public String provider() {
        return providerOf(settings);
    }

    /**
     * Telegram vouches for its accounts to whoever has a bot's token. Of others we know only that somebody knows the secrets
     * that the channel was given, so that an account is worth what those secrets are.
     */
    public static String providerOf(ProviderSettings settings) {
        String type = settings.type().id();
        if (!(settings instanceof TelegramSettings telegram)) {
            return type + "@" + idOf(settings);
        }
        return telegram.apiUrl() == null
                ? type
                : type + "@"
                        + Optional.ofNullable(telegram.apiUrl().getAuthority()).orElse("unknown");
    }

    /** The settings of a bot of Telegram. */
    public TelegramSettings telegram() {
        return (TelegramSettings) settings;
    }

    /** The settings of a mailbox. */
    public EmailSettings email() {
        return (EmailSettings) settings;
    }

    /** What Telegram must show us with each pushed update; only Telegram and we know the token it is made from. */
    public static String hookSecret(TelegramSettings settings) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac(settings.botToken(), "taskping telegram hook"));
    }

    /** The channel of that id, if it is one of this bot's. */
    public Optional<RegisteredChannel> channel(UUID id) {
        return channels.stream().filter(channel -> channel.id().equals(id)).findFirst();
    }

    private static String idOf(ProviderSettings settings) {
        byte[] digest =
                switch (settings) {
                    case TelegramSettings telegram -> mac(telegram.botToken(), String.valueOf(telegram.apiUrl()));
                    case SmsSettings sms ->
                        mac(sms.authToken(), sms.accountSid() + " " + sms.from() + " " + sms.messagingServiceSid());
                    case FeishuSettings feishu ->
                        mac(
                                feishu.verificationToken() + " " + feishu.encryptKey(),
                                feishu.appId() + " " + feishu.domain() + " " + feishu.apiUrl());
                    case DiscordSettings discord ->
                        mac(String.valueOf(discord.botToken()), discord.publicKey() + " " + discord.apiUrl());
                    case SlackSettings slack ->
                        mac(String.valueOf(slack.signingSecret()), slack.botToken() + " " + slack.apiUrl());
                    case EmailSettings email -> mailbox(email.replies());
                    case ProviderSettings silent ->
                        throw new IllegalArgumentException("Nobody hears what is answered through "
                                + silent.type().id() + " channels");
                };
        return HexFormat.of().formatHex(digest, 0, 8);
    }

    private static byte[] mailbox(EmailSettings.@Nullable Replies replies) {
        if (replies == null) {
            throw new IllegalArgumentException("Nobody hears what is answered through e-mail without replies");
        }
        return mac(
                replies.password(),
                replies.host() + " " + replies.username() + " "
                        + replies.address().toLowerCase(Locale.ROOT) + " " + replies.trustedServer());
    }

    private static byte[] mac(String key, String text) {
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmac(text);
    }

    @Override
    public String toString() {
        return "Bot[" + id() + ", channels="
                + channels.stream().map(channel -> channel.key().toString()).toList() + "]";
    }
}
