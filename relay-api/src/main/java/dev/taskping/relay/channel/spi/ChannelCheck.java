package dev.taskping.relay.channel.spi;

/**
 * A provider's answer to {@link ChannelAdapter#check}.
 *
 * @param ready whether messages can be delivered now
 * @param reason one CamelCase word: {@code Verified}, {@code Unauthorized}, {@code Unreachable}, {@code AwaitingPairing}
 * @param message a sentence with the provider's own answer and what to do; no secret
 */
public record ChannelCheck(boolean ready, String reason, String message) {}
