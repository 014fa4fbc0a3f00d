package dev.taskping.relay.channel.spi;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes what a {@link PollingAdapter} fetches, and tells it what it must know to tell genuine updates from others. */
public interface UpdateReceiver {

    /**
     * Decides on an update. When it returns, the update may be acknowledged.
     *
     * @return what only the person who did it is shown; empty for nothing
     * @throws NotStoredException if it could not be stored; then it must be handed over again
     */
    String handle(BotIdentity bot, InboundUpdate update);

    /** What a text is about, before it is known who wrote it. */
    Intent intentOf(String text);

    /**
     * The message that a delivery became.
     *
     * @throws IllegalStateException if it was answered before it was recorded; then the update must be handed over again
     */
    Optional<SentMessage> findSent(UUID deliveryId);

    /**
     * Whether an update may use a token that is good for one update: no other has. Only one replica asks for a bot.
     *
     * @param updateId the update; the same one may ask again
     */
    boolean claim(BotIdentity bot, String token, String updateId);

    /**
     * Records that an update is not heeded, and tells its sender in the channel's name, at most once an hour.
     *
     * @param channelId the channel it concerns
     */
    void refuse(BotIdentity bot, UUID channelId, InboundUpdate.Text update, Refusal refusal);

    /** Records, once for each account, that somebody was not heard whose name anybody could have used; nothing is said. */
    void ignore(BotIdentity bot, ProviderAccount account, String reason);

    /** What a text is about. */
    enum Intent {
        /** To prove that an account is a person's. */
        PAIRING,
        /** To launch something. */
        LAUNCH,
        /** Anything else. */
        OTHER
    }

    /**
     * A message that people can answer.
     *
     * @param channelId the channel it went to
     * @param reference the provider's name for it
     * @param isExpired whether it is too old to be answered
     */
    record SentMessage(UUID channelId, String reference, boolean isExpired) {}

    /**
     * Why an update is not heeded.
     *
     * @param what it tried, for the audit
     * @param reason for the audit
     * @param words for the sender
     */
    record Refusal(String what, String reason, String words) {}

    /** An update could not be stored; the database does not answer. */
    final class NotStoredException extends RuntimeException {

        /** With what the database said. */
        public NotStoredException(@Nullable Throwable cause) {
            super("The update could not be stored", cause);
        }
    }
}
