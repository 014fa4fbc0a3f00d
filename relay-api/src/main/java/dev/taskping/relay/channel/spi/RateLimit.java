package dev.taskping.relay.channel.spi;

import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.protocol.channel.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How fast messages may go to one destination, as a generic cell rate (ITU-T I.371): some at once, then one every
 * interval. All there is to remember of a destination is one instant, so that replicas can share it through the database.
 *
 * @param interval between two messages once the burst is used up, longer than zero
 * @param burst messages that may go at once, at least 1
 */
public record RateLimit(Duration interval, int burst) {

    /** The database keeps whole milliseconds. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** Telegram, Bots FAQ, "My bot is hitting limits": one message a second in one chat, short bursts allowed. */
    private static final RateLimit TELEGRAM_CHAT = new RateLimit(Duration.ofSeconds(1), 3);

    /** The same: 20 messages a minute in one group. */
    private static final RateLimit TELEGRAM_GROUP = of(new Rate(20, Duration.ofMinutes(1)));

    /** Exchange Online limits, "Message rate limit": 30 messages a minute; others allow more. */
    private static final RateLimit MAIL = of(new Rate(30, Duration.ofMinutes(1)));

    /** Discord names no limit but its headers; five messages in five seconds is what it has long allowed a channel. */
    private static final RateLimit DISCORD = new RateLimit(Duration.ofSeconds(1), 5);

    /** Slack, "Rate limits", chat.postMessage: one a second in a channel, short bursts allowed. */
    private static final RateLimit SLACK = new RateLimit(Duration.ofSeconds(1), 3);

    /** Feishu, "Custom bot usage guide", notes: 100 a minute and five a second, both of which this keeps. */
    private static final RateLimit FEISHU = new RateLimit(Duration.ofMillis(800), 4);

    /** Twilio, "Understanding Twilio rate limits": one segment a second from a long number. */
    private static final RateLimit SMS = new RateLimit(Duration.ofSeconds(1), 1);

    /** What the provider of this destination allows; empty if it names no limit and only answers 429 when it is too much. */
    public static Optional<RateLimit> of(ChannelSettings settings) {
        return switch (settings) {
            case ChannelSettings.Telegram telegram ->
                Optional.of(telegram.chatId() != null && telegram.chatId() < 0 ? TELEGRAM_GROUP : TELEGRAM_CHAT);
            case ChannelSettings.Email email -> Optional.of(MAIL);
            case ChannelSettings.Discord discord -> Optional.of(DISCORD);
            case ChannelSettings.Slack slack -> Optional.of(SLACK);
            case ChannelSettings.Feishu feishu -> Optional.of(FEISHU);
            case ChannelSettings.Sms sms -> Optional.of(SMS);
            case ChannelSettings.Webhook webhook -> Optional.empty();
            case ChannelSettings.Custom custom -> Optional.empty();
        };
    }

    /** A quarter of the rate at once and the rest evenly, so that no stretch of its length holds more than the rate. */
    public static RateLimit of(Rate rate) {
        int burst = Math.max(1, rate.messages() / 4);
        int evenly = Math.max(1, rate.messages() - burst);
        Duration interval = rate.per().dividedBy(evenly);
        return new RateLimit(interval.compareTo(SHORTEST) < 0 ? SHORTEST : interval, burst);
    }

    /**
     * How many messages may go now.
     *
     * @param nextAt when a message would go if there were no burst
     */
    public int allowed(Instant nextAt, Instant now) {
        Duration ahead = nextAt.isAfter(now) ? Duration.between(now, nextAt) : Duration.ZERO;
        Duration room = interval.multipliedBy(burst).minus(ahead);
        return room.isNegative() ? 0 : Math.toIntExact(room.dividedBy(interval));
    }

    /** When a message would go if there were no burst, after this many went now. */
    public Instant after(int messages, Instant nextAt, Instant now) {
        Instant from = nextAt.isAfter(now) ? nextAt : now;
        return from.plus(interval.multipliedBy(messages));
    }
}
