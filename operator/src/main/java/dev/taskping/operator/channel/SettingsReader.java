package dev.taskping.operator.channel;

import dev.taskping.crds.CustomChannel;
import dev.taskping.crds.DiscordChannel;
import dev.taskping.crds.EmailReplies;
import dev.taskping.crds.FeishuChannel;
import dev.taskping.crds.NotificationChannelSpec;
import dev.taskping.crds.NotificationChannelSpec.Email;
import dev.taskping.crds.NotificationChannelSpec.Telegram;
import dev.taskping.crds.SlackChannel;
import dev.taskping.crds.SmsChannel;
import dev.taskping.protocol.channel.ChannelSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a provider's settings out of a channel's spec and its Secret. Pure. */
final class SettingsReader {

    /** SMTP submission, RFC 6409. */
    private static final int SUBMISSION_PORT = 587;

    /** IMAP by TLS, RFC 8314. */
    private static final int IMAPS_PORT = 993;

    private static final String SIGNING_SECRET = "signingSecret";
    private static final String WEBHOOK_URL = "webhookUrl";
    private static final String BOT_TOKEN = "botToken";

    private SettingsReader() {}

    /**
     * Reads.
     *
     * @throws SecretData.MissingKeyException if the Secret lacks something
     */
    static ChannelSettings read(NotificationChannelSpec spec, SecretData secret) {
        return switch (spec.type()) {
            case TELEGRAM -> telegram(Optional.ofNullable(spec.telegram()), secret);
            case EMAIL -> email(block(spec.email(), "email"), secret);
            case WEBHOOK ->
                new ChannelSettings.Webhook(
                        URI.create(block(spec.webhook(), "webhook").url()), secret.required(SIGNING_SECRET));
            case DISCORD -> discord(Optional.ofNullable(spec.discord()), secret);
            case SLACK -> slack(Optional.ofNullable(spec.slack()), secret);
            case FEISHU -> feishu(Optional.ofNullable(spec.feishu()), secret);
            case SMS -> sms(block(spec.sms(), "sms"), secret);
            case CUSTOM -> custom(block(spec.custom(), "custom"), secret);
        };
    }

    /** The keys a Secret of this type has, for the sentence that asks for it. */
    static String wantedKeys(NotificationChannelSpec spec) {
        return switch (spec.type()) {
            case TELEGRAM -> "botToken";
            case EMAIL -> "username and the key password (and imapUsername, imapPassword where the mailbox has others)";
            case WEBHOOK, CUSTOM -> "signingSecret";
            case DISCORD -> "botToken or, for an incoming webhook, webhookUrl";
            case SLACK -> "botToken (and signingSecret for answers) or, for an incoming webhook, webhookUrl";
            case FEISHU -> "appSecret or, for a custom bot, webhookUrl (and signingSecret if it asks for signatures)";
            case SMS -> "authToken";
        };
    }

    private static ChannelSettings telegram(Optional<Telegram> telegram, SecretData secret) {
        return new ChannelSettings.Telegram(
                secret.required(BOT_TOKEN),
                telegram.map(Telegram::chatId).orElse(null),
                url(telegram, Telegram::apiUrl));
    }

    private static ChannelSettings email(Email email, SecretData secret) {
        return new ChannelSettings.Email(
                email.host(),
                Optional.ofNullable(email.port()).orElse(SUBMISSION_PORT),
                security(email.security()),
                secret.optional("username").orElse(null),
                secret.optional("password").orElse(null),
                email.from(),
                email.to(),
                replies(email, secret));
    }

    private static ChannelSettings.Email.@Nullable Replies replies(Email email, SecretData secret) {
        EmailReplies replies = email.replies();
        if (replies == null) {
            return null;
        }
        return new ChannelSettings.Email.Replies(
                replies.host(),
                Optional.ofNullable(replies.port()).orElse(IMAPS_PORT),
                replies.security() == null ? ChannelSettings.Email.Security.TLS : security(replies.security()),
                secret.optional("imapUsername").orElseGet(() -> secret.required("username")),
                secret.optional("imapPassword").orElseGet(() -> secret.required("password")),
                Optional.ofNullable(replies.address()).orElse(email.from()),
                replies.trustedServer());
    }

    private static ChannelSettings.Email.Security security(Email.@Nullable Security security) {
        return security == null
                ? ChannelSettings.Email.Security.STARTTLS
                : switch (security) {
                    case NONE -> ChannelSettings.Email.Security.NONE;
                    case STARTTLS -> ChannelSettings.Email.Security.STARTTLS;
                    case TLS -> ChannelSettings.Email.Security.TLS;
                };
    }

    private static ChannelSettings discord(Optional<DiscordChannel> discord, SecretData secret) {
        Optional<URI> webhook = secret.address(WEBHOOK_URL);
        return new ChannelSettings.Discord(
                webhook.isPresent() ? null : secret.required(BOT_TOKEN),
                discord.map(DiscordChannel::channelId).orElse(null),
                discord.map(DiscordChannel::publicKey).orElse(null),
                webhook.orElse(null),
                url(discord, DiscordChannel::apiUrl));
    }

    private static ChannelSettings slack(Optional<SlackChannel> slack, SecretData secret) {
        Optional<URI> webhook = secret.address(WEBHOOK_URL);
        return new ChannelSettings.Slack(
                webhook.isPresent() ? null : secret.required(BOT_TOKEN),
                slack.map(SlackChannel::channel).orElse(null),
                secret.optional(SIGNING_SECRET).orElse(null),
                webhook.orElse(null),
                url(slack, SlackChannel::apiUrl));
    }

    private static ChannelSettings feishu(Optional<FeishuChannel> feishu, SecretData secret) {
        Optional<URI> webhook = secret.address(WEBHOOK_URL);
        boolean lark = feishu.map(FeishuChannel::domain)
                .filter(FeishuChannel.Domain.LARK::equals)
                .isPresent();
        return new ChannelSettings.Feishu(
                lark ? ChannelSettings.Feishu.Domain.LARK : ChannelSettings.Feishu.Domain.FEISHU,
                feishu.map(FeishuChannel::appId).orElse(null),
                webhook.isPresent() ? null : secret.required("appSecret"),
                feishu.map(FeishuChannel::chatId).orElse(null),
                secret.optional("verificationToken").orElse(null),
                secret.optional("encryptKey").orElse(null),
                webhook.orElse(null),
                secret.optional(SIGNING_SECRET).orElse(null),
                url(feishu, FeishuChannel::apiUrl));
    }

    private static ChannelSettings sms(SmsChannel sms, SecretData secret) {
        return new ChannelSettings.Sms(
                sms.accountSid(),
                secret.required("authToken"),
                sms.from(),
                sms.messagingServiceSid(),
                sms.to(),
                url(Optional.of(sms), SmsChannel::apiUrl));
    }

    private static ChannelSettings custom(CustomChannel custom, SecretData secret) {
        return new ChannelSettings.Custom(
                url(Optional.of(custom), CustomChannel::url),
                custom.url() == null ? null : secret.required(SIGNING_SECRET),
                custom.adapter(),
                custom.settings(),
                secret.without(List.of(SIGNING_SECRET)));
    }

    private static <B> @Nullable URI url(Optional<B> block, Function<B, @Nullable String> url) {
        return block.flatMap(some -> Optional.ofNullable(url.apply(some)))
                .map(URI::create)
                .orElse(null);
    }

    private static <T> T block(@Nullable T block, String name) {
        if (block == null) {
            throw new IllegalStateException("The schema lets no channel through without its block " + name);
        }
        return block;
    }
}
