package dev.taskping.relay.channel.telegram;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How answers on Telegram reach the relay. */
@ConfigMapping(prefix = "taskping.telegram")
public interface TelegramReplyConfiguration {

    /**
     * {@code polling} asks Telegram and needs no public address. {@code webhook} has Telegram push to
     * {@code taskping.public-url}, which it must be able to reach by https. {@code off} takes no answers.
     */
    @WithDefault("polling")
    Inbound inbound();

    /** How often to look for channels that came or went. */
    @WithDefault("2s")
    Duration refresh();

    /** How long Telegram may hold a poll open; 50 seconds at most. */
    @WithDefault("25s")
    Duration pollTimeout();

    /** The ways answers can come. */
    enum Inbound {
        POLLING,
        WEBHOOK,
        OFF
    }
}
