package dev.taskping.relay.people;

import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.relay.channel.telegram.TelegramApi;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Links that open an app with a pairing code filled in. */
@ApplicationScoped
class PairingLinks {

    private final TelegramApi telegram;

    PairingLinks(TelegramApi telegram) {
        this.telegram = telegram;
    }

    /** The link; null where the provider has none. */
    @Nullable
    String of(ChannelSettings settings, PairingCode code) {
        return switch (settings) {
            case ChannelSettings.Telegram bot ->
                telegram.username(bot)
                        .map(name -> "https://t.me/" + name + "?start=" + code.text())
                        .orElse(null);
            // RFC 5724.
            case ChannelSettings.Sms sms
            when sms.from() != null -> "sms:" + sms.from() + "?body=%2Fstart%20" + code.text();
            // RFC 6068.
            case ChannelSettings.Email email -> mailto(email.replies(), code);
            case ChannelSettings others -> null;
        };
    }

    private static @Nullable String mailto(ChannelSettings.Email.@Nullable Replies replies, PairingCode code) {
        return replies == null ? null : "mailto:" + replies.address() + "?subject=%2Fstart%20" + code.text();
    }
}
