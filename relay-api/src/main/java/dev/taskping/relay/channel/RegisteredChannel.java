package dev.taskping.relay.channel;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelSettings;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A channel that can be delivered to. Holds secrets, so it is never written to a log as a whole.
 *
 * @param id ours
 * @param workspace where it belongs
 * @param cluster the cluster that registered it
 * @param key its name there
 * @param settings how to reach it, with the destination that pairing taught us already filled in
 * @param destination what pairing taught us, such as a Telegram chat id
 */
public record RegisteredChannel(
        UUID id,
        String workspace,
        String cluster,
        ChannelKey key,
        ChannelSettings settings,
        @Nullable String destination) {

    /** Fills the destination in where the settings leave it open. */
    public static ChannelSettings withDestination(ChannelSettings settings, @Nullable String destination) {
        return switch (settings) {
            case ChannelSettings.Telegram telegram
            when telegram.chatId() == null && destination != null ->
                new ChannelSettings.Telegram(telegram.botToken(), Long.valueOf(destination), telegram.apiUrl());
            case ChannelSettings complete -> complete;
        };
    }

    /** Whether only pairing can tell where its messages go. */
    public boolean needsDestination() {
        return settings instanceof ChannelSettings.Telegram telegram && telegram.chatId() == null;
    }

    /** The provider's name for the conversation that messages to this channel go to, where it has conversations. */
    public Optional<String> conversation() {
        return switch (settings) {
            case ChannelSettings.Telegram telegram ->
                Optional.ofNullable(telegram.chatId()).map(String::valueOf);
            case ChannelSettings.Discord discord -> Optional.ofNullable(discord.channelId());
            case ChannelSettings.Slack slack -> Optional.ofNullable(slack.channel());
            case ChannelSettings.Feishu feishu -> Optional.ofNullable(feishu.chatId());
            case ChannelSettings.Sms sms -> Optional.of(sms.to());
            case ChannelSettings.Email email -> Optional.empty();
            case ChannelSettings.Webhook webhook -> Optional.empty();
            case ChannelSettings.Custom custom -> Optional.empty();
        };
    }
}
