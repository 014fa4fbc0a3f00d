package dev.taskping.relay.reply;

import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.relay.channel.RegisteredChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A Telegram bot and the channels that use it. Two channels share a bot if they have the same token at the same API server:
 * a channel that names a server of its own can never speak for another's people.
 *
 * @param settings how to call it, as one of its channels has it
 * @param channels at least one, in a stable order
 */
record Bot(ChannelSettings.Telegram settings, List<RegisteredChannel> channels) {

    /** The bots of these channels. */
    static List<Bot> of(List<RegisteredChannel> channels) {
        return channels.stream()
                .filter(channel -> channel.settings() instanceof ChannelSettings.Telegram)
                .collect(Collectors.groupingBy(channel -> idOf((ChannelSettings.Telegram) channel.settings())))
                .values()
                .stream()
                .map(sharing ->
                        new Bot((ChannelSettings.Telegram) sharing.getFirst().settings(), sharing))
                .toList();
    }

    /** Tells bots apart without showing their tokens. */
    String id() {
        return idOf(settings);
    }

    /** What updates are numbered within. */
    String scope() {
        return "telegram:" + id();
    }

    /** Who vouches for the accounts in its updates. */
    String provider() {
        return providerOf(settings);
    }

    static String providerOf(ChannelSettings.Telegram settings) {
        return settings.apiUrl() == null
                ? "telegram"
                : "telegram@"
                        + Optional.ofNullable(settings.apiUrl().getAuthority()).orElse("unknown");
    }

    /** What Telegram must show us with each pushed update; only Telegram and we know the token it is made from. */
    static String hookSecret(ChannelSettings.Telegram settings) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac(settings.botToken(), "taskping telegram hook"));
    }

    /** The channel of that id, if it is one of this bot's. */
    Optional<RegisteredChannel> channel(UUID id) {
        return channels.stream().filter(channel -> channel.id().equals(id)).findFirst();
    }

    private static String idOf(ChannelSettings.Telegram settings) {
        byte[] digest = mac(settings.botToken(), String.valueOf(settings.apiUrl()));
        return HexFormat.of().formatHex(digest, 0, 8);
    }

    private static byte[] mac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return "Bot[" + id() + ", channels="
                + channels.stream().map(channel -> channel.key().toString()).toList() + "]";
    }
}
