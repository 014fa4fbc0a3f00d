package dev.taskping.relay.channel.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The result of one attempt to deliver. Its texts never contain a secret. */
public sealed interface DeliveryResult {

    /**
     * The provider accepted the message.
     *
     * @param reference the provider's name for the message (a number, a Message-ID), by which it can be edited or
     *     answered later
     * @param remark what is wrong although it was accepted, such as one of several recipients that the provider refused
     */
    record Delivered(String reference, @Nullable String remark) implements DeliveryResult {

        /** Accepted, and nothing is wrong. */
        public Delivered(String reference) {
            this(reference, null);
        }
    }

    /**
     * The provider asks to wait; counts as no attempt. The whole channel waits, not only this notification.
     *
     * @param delay how long
     * @param reason the provider's words
     */
    record RetryAfter(Duration delay, String reason) implements DeliveryResult {}

    /**
     * The provider refuses for good: a revoked token, an unknown chat, a rejected recipient. Trying again is useless.
     *
     * @param reason the provider's words, and what to do
     */
    record Rejected(String reason) implements DeliveryResult {}

    /**
     * The attempt failed this time: a timeout, a 5xx, a broken connection. The relay tries again with backoff.
     *
     * @param cause what happened
     */
    record Failed(String cause) implements DeliveryResult {}
}
