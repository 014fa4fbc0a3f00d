package dev.taskping.relay.channel;

import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.relay.channel.http.ErrorText;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import java.net.URI;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What of a channel's settings nobody may read, and results without it, whatever a provider repeats in its answers. */
final class SecretScrubber {

    /** Shorter values stand in innocent texts too. */
    private static final int SHORTEST = 4;

    private final String[] secrets;

    private SecretScrubber(Stream<@Nullable String> secrets) {
        this.secrets = secrets.filter(Objects::nonNull)
                .filter(secret -> secret.length() >= SHORTEST)
                .toArray(String[]::new);
    }

    static SecretScrubber of(ChannelSettings settings) {
        return new SecretScrubber(
                switch (settings) {
                    case ChannelSettings.Telegram telegram -> Stream.of(telegram.botToken());
                    case ChannelSettings.Email email ->
                        Stream.of(
                                email.password(),
                                email.replies() == null ? null : email.replies().password());
                    case ChannelSettings.Webhook webhook -> Stream.of(webhook.signingSecret());
                    case ChannelSettings.Discord discord ->
                        Stream.concat(Stream.of(discord.botToken()), address(discord.webhookUrl()));
                    case ChannelSettings.Slack slack ->
                        Stream.concat(Stream.of(slack.botToken(), slack.signingSecret()), address(slack.webhookUrl()));
                    case ChannelSettings.Feishu feishu ->
                        Stream.concat(
                                Stream.of(
                                        feishu.appSecret(),
                                        feishu.verificationToken(),
                                        feishu.encryptKey(),
                                        feishu.signingSecret()),
                                address(feishu.webhookUrl()));
                    case ChannelSettings.Sms sms -> Stream.of(sms.authToken());
                    case ChannelSettings.Custom custom ->
                        Stream.concat(Stream.of(custom.signingSecret()), custom.secrets().values().stream());
                });
    }

    /** An address that is a secret, as a whole and as a request's path. */
    private static Stream<@Nullable String> address(@Nullable URI url) {
        return url == null ? Stream.empty() : Stream.of(url.toString(), url.getRawPath());
    }

    DeliveryResult without(DeliveryResult result) {
        return switch (result) {
            case DeliveryResult.Delivered delivered ->
                delivered.remark() == null
                        ? delivered
                        : new DeliveryResult.Delivered(delivered.reference(), scrub(delivered.remark()));
            case DeliveryResult.RetryAfter retry -> new DeliveryResult.RetryAfter(retry.delay(), scrub(retry.reason()));
            case DeliveryResult.Rejected rejected -> new DeliveryResult.Rejected(scrub(rejected.reason()));
            case DeliveryResult.Failed failed -> new DeliveryResult.Failed(scrub(failed.cause()));
        };
    }

    ChannelCheck without(ChannelCheck check) {
        return new ChannelCheck(check.ready(), check.reason(), scrub(check.message()));
    }

    /** For a log: what was thrown and where, without its words where they hold a secret, and without its causes. */
    RuntimeException without(Throwable thrown) {
        RuntimeException clean = new IllegalStateException(scrub(thrown.toString()));
        clean.setStackTrace(thrown.getStackTrace());
        return clean;
    }

    private String scrub(@Nullable String text) {
        return ErrorText.scrub(String.valueOf(text), secrets);
    }
}
