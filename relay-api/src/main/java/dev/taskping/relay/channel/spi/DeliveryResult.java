package dev.taskping.relay.channel.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one attempt to deliver. No text in it ever holds a secret. */
public sealed interface DeliveryResult {

    /**
     * The provider took it.
     *
     * @param reference the provider's name for the message (a Telegram message id, a Message-ID), by which it can be
     *     edited or answered later
     * @param remark what is amiss all the same, such as the one of several recipients whom the provider refused
     */
    record Delivered(String reference, @Nullable String remark) implements DeliveryResult {

        /** With nothing amiss. */
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
     * It did not work this time: a time-out, a 5xx, a broken connection. Tried again with backoff.
     *
     * @param cause what happened
     */
    record Failed(String cause) implements DeliveryResult {}
}
