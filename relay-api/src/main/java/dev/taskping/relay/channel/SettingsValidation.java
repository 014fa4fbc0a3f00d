package dev.taskping.relay.channel;

import dev.taskping.protocol.channel.ChannelSettings;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether settings can be tried at all: complete, and of the provider's shapes. Pure; faults never repeat a secret. */
public final class SettingsValidation {

    private static final Pattern TELEGRAM_TOKEN = Pattern.compile("\\d{3,20}:[A-Za-z0-9_-]{20,100}");
    private static final Pattern SIGNING_SECRET = Pattern.compile("whsec_[A-Za-z0-9+/]{32,86}={0,2}");
    private static final Pattern SNOWFLAKE = Pattern.compile("\\d{15,20}");
    private static final Pattern ED25519_KEY = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern SLACK_CHANNEL = Pattern.compile("[CDG][A-Z0-9]{5,20}");
    private static final Pattern FEISHU_CHAT = Pattern.compile("oc_[A-Za-z0-9]{10,64}");
    private static final Pattern TWILIO_ACCOUNT = Pattern.compile("AC[0-9a-fA-F]{32}");
    private static final Pattern TWILIO_SERVICE = Pattern.compile("MG[0-9a-fA-F]{32}");
    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");
    private static final Pattern REPLY_ADDRESS = Pattern.compile("[A-Za-z0-9._-]{1,21}@[A-Za-z0-9.-]{1,255}");
    private static final Pattern ADAPTER = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private SettingsValidation() {}

    /** The field at fault and what would be accepted; empty if all is well. */
    public static Optional<String> fault(ChannelSettings settings) {
        return switch (settings) {
            case ChannelSettings.Telegram telegram -> telegram(telegram);
            case ChannelSettings.Email email -> email(email);
            case ChannelSettings.Webhook webhook ->
                first(signingSecret(webhook.signingSecret()), url("settings.url", webhook.url()));
            case ChannelSettings.Discord discord -> discord(discord);
            case ChannelSettings.Slack slack -> slack(slack);
            case ChannelSettings.Feishu feishu -> feishu(feishu);
            case ChannelSettings.Sms sms -> sms(sms);
            case ChannelSettings.Custom custom -> custom(custom);
        };
    }

    private static Optional<String> telegram(ChannelSettings.Telegram telegram) {
        return first(
                matches(
                        TELEGRAM_TOKEN,
                        telegram.botToken(),
                        "settings.botToken: is not a bot token; BotFather gives one like 123456:ABC-DEF…"),
                optionalUrl("settings.apiUrl", telegram.apiUrl()));
    }

    private static Optional<String> email(ChannelSettings.Email email) {
        return first(
                when(
                        isBlank(email.host()) || email.port() < 1 || email.port() > 65_535,
                        "settings.host, settings.port: name an SMTP server, such as smtp.example.org, 587"),
                when(email.security() == null, "settings.security: must be NONE, STARTTLS or TLS"),
                when(
                        isBlank(email.from()) || email.to().isEmpty(),
                        "settings.from, settings.to: name a sender and at least one recipient"),
                email.replies() == null ? Optional.empty() : replies(email.replies()));
    }

    private static Optional<String> replies(ChannelSettings.Email.Replies replies) {
        return first(
                when(
                        isBlank(replies.host()) || replies.port() < 1 || replies.port() > 65_535,
                        "settings.replies.host, settings.replies.port: name an IMAP server, such as imap.example.org, 993"),
                when(replies.security() == null, "settings.replies.security: must be NONE, STARTTLS or TLS"),
                when(
                        isBlank(replies.username()) || isBlank(replies.password()),
                        "settings.replies.username, settings.replies.password: both must be there to read the mailbox"),
                matches(
                        REPLY_ADDRESS,
                        replies.address(),
                        "settings.replies.address: must be a bare address with at most 21 characters before the @, because"
                                + " a token of 42 and a + go between them (RFC 5321 allows 64)"));
    }

    private static Optional<String> discord(ChannelSettings.Discord discord) {
        Optional<String> how = discord.webhookUrl() != null
                ? url("settings.webhookUrl", discord.webhookUrl())
                : first(
                        when(
                                isBlank(discord.botToken()),
                                "settings.botToken, settings.webhookUrl: one of them must say how to write"),
                        matches(
                                SNOWFLAKE,
                                discord.channelId(),
                                "settings.channelId: must be the channel's number; Copy Channel ID in Discord's developer"
                                        + " mode gives it"));
        return first(
                how,
                discord.publicKey() == null
                        ? Optional.empty()
                        : matches(
                                ED25519_KEY,
                                discord.publicKey(),
                                "settings.publicKey: must be the application's public key, 64 hexadecimal digits"),
                optionalUrl("settings.apiUrl", discord.apiUrl()));
    }

    private static Optional<String> slack(ChannelSettings.Slack slack) {
        Optional<String> how = slack.webhookUrl() != null
                ? url("settings.webhookUrl", slack.webhookUrl())
                : first(
                        when(
                                isBlank(slack.botToken()),
                                "settings.botToken, settings.webhookUrl: one of them must say how to write"),
                        matches(
                                SLACK_CHANNEL,
                                slack.channel(),
                                "settings.channel: must be the channel's id, such as C0123456789; its details in Slack show"
                                        + " it"));
        return first(how, optionalUrl("settings.apiUrl", slack.apiUrl()));
    }

    private static Optional<String> feishu(ChannelSettings.Feishu feishu) {
        Optional<String> how = feishu.webhookUrl() != null
                ? url("settings.webhookUrl", feishu.webhookUrl())
                : first(
                        when(
                                isBlank(feishu.appId()) || isBlank(feishu.appSecret()),
                                "settings.appId, settings.appSecret: both, or else settings.webhookUrl, must say how to"
                                        + " write"),
                        matches(FEISHU_CHAT, feishu.chatId(), "settings.chatId: must be a chat's id, such as oc_…"));
        return first(
                when(feishu.domain() == null, "settings.domain: must be FEISHU or LARK"),
                how,
                optionalUrl("settings.apiUrl", feishu.apiUrl()));
    }

    private static Optional<String> sms(ChannelSettings.Sms sms) {
        return first(
                matches(
                        TWILIO_ACCOUNT,
                        sms.accountSid(),
                        "settings.accountSid: must be AC and 32 hexadecimal digits; Twilio's console shows it"),
                when(isBlank(sms.authToken()), "settings.authToken: is missing"),
                when(
                        (sms.from() == null) == (sms.messagingServiceSid() == null),
                        "settings.from, settings.messagingServiceSid: exactly one of them must say who sends"),
                sms.from() == null
                        ? Optional.empty()
                        : matches(E164, sms.from(), "settings.from: must be a number in E.164, such as +15005550006"),
                sms.messagingServiceSid() == null
                        ? Optional.empty()
                        : matches(
                                TWILIO_SERVICE,
                                sms.messagingServiceSid(),
                                "settings.messagingServiceSid: must be MG and 32 hexadecimal digits"),
                matches(E164, sms.to(), "settings.to: must be a number in E.164, such as +491701234567"),
                optionalUrl("settings.apiUrl", sms.apiUrl()));
    }

    private static Optional<String> custom(ChannelSettings.Custom custom) {
        return custom.url() == null
                ? matches(
                        ADAPTER,
                        custom.adapter(),
                        "settings.url, settings.adapter: name the program's address, or the class by what it calls itself")
                : first(
                        when(
                                custom.adapter() != null,
                                "settings.url, settings.adapter: name one of them; a program and a class cannot both serve"),
                        signingSecret(custom.signingSecret()),
                        url("settings.url", custom.url()));
    }

    private static Optional<String> signingSecret(@Nullable String secret) {
        return matches(
                SIGNING_SECRET,
                secret,
                "settings.signingSecret: must be whsec_ and 24 to 64 random bytes in Base64 (Standard Webhooks)");
    }

    private static Optional<String> url(String field, @Nullable URI url) {
        boolean good = url != null
                && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getHost() != null;
        return first(
                when(!good, field + ": must be an http or https URL"),
                when(
                        url != null && url.getRawUserInfo() != null,
                        field + ": must not carry a user name or password; they would be shown with the address"));
    }

    private static Optional<String> optionalUrl(String field, @Nullable URI url) {
        return url == null ? Optional.empty() : url(field, url);
    }

    private static Optional<String> matches(Pattern pattern, @Nullable String value, String fault) {
        return when(value == null || !pattern.matcher(value).matches(), fault);
    }

    private static Optional<String> when(boolean wrong, String fault) {
        return wrong ? Optional.of(fault) : Optional.empty();
    }

    @SafeVarargs
    private static Optional<String> first(Optional<String>... faults) {
        return Stream.of(faults).flatMap(Optional::stream).findFirst();
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
