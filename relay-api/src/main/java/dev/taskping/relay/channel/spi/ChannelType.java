package dev.taskping.relay.channel.spi;

import dev.taskping.protocol.channel.ChannelSettings;
import java.util.Locale;

/** The kinds of channels, and what sets them apart for the dispatcher. */
public enum ChannelType {
    /** One message at a time: Telegram allows about one a second in a chat (Bots FAQ, "My bot is hitting limits"). */
    TELEGRAM(true, true, 1),
    /** Mail servers limit connections of one client, commonly to ten or twenty. */
    EMAIL(false, true, 4),
    /** Answers by reply token, not by button. */
    WEBHOOK(false, false, 32),
    /** Discord limits a channel, not a connection: five messages in five seconds. */
    DISCORD(true, true, 1),
    /** Slack, "Rate limits": one message a second in a channel. */
    SLACK(true, true, 1),
    /** Feishu, custom bot guide: five messages a second. */
    FEISHU(true, true, 2),
    /** A carrier takes one segment a second from a long number. */
    SMS(false, true, 1),
    /** What an adapter of somebody else's bears nobody knows: little at a time. */
    CUSTOM(false, true, 4);

    private final boolean buttons;
    private final boolean digests;
    private final int concurrency;

    ChannelType(boolean buttons, boolean digests, int concurrency) {
        this.buttons = buttons;
        this.digests = digests;
        this.concurrency = concurrency;
    }

    /** The kind these settings are for. */
    public static ChannelType of(ChannelSettings settings) {
        return switch (settings) {
            case ChannelSettings.Telegram telegram -> TELEGRAM;
            case ChannelSettings.Email email -> EMAIL;
            case ChannelSettings.Webhook webhook -> WEBHOOK;
            case ChannelSettings.Discord discord -> DISCORD;
            case ChannelSettings.Slack slack -> SLACK;
            case ChannelSettings.Feishu feishu -> FEISHU;
            case ChannelSettings.Sms sms -> SMS;
            case ChannelSettings.Custom custom -> CUSTOM;
        };
    }

    /** The kind of that name, as in the database and in metrics. */
    public static ChannelType ofId(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** The name in the database and in metrics, such as {@code telegram}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a message can carry buttons that a person presses. */
    public boolean buttons() {
        return buttons;
    }

    /** Whether what may be answered is said in words, where there are no buttons; a channel that nobody answers says none. */
    public boolean saysAnswers() {
        return this == EMAIL || this == SMS;
    }

    /** Whether people read it, who prefer one message about many tasks to many messages that come late. */
    public boolean digests() {
        return digests;
    }

    /** Whether a message that went this way can be changed once it is there; incoming webhooks often cannot. */
    public static boolean edits(ChannelSettings settings) {
        return switch (settings) {
            case ChannelSettings.Telegram telegram -> true;
            case ChannelSettings.Discord discord -> true;
            case ChannelSettings.Slack slack -> slack.webhookUrl() == null;
            case ChannelSettings.Feishu feishu -> feishu.webhookUrl() == null;
            case ChannelSettings.Email email -> false;
            case ChannelSettings.Webhook webhook -> false;
            case ChannelSettings.Sms sms -> false;
            case ChannelSettings.Custom custom -> false;
        };
    }

    /** How many messages to one destination may be in hand at once. */
    public int concurrency() {
        return concurrency;
    }
}
