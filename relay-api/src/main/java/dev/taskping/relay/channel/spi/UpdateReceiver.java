package dev.taskping.relay.channel.spi;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes the updates of a {@link PollingAdapter}, and answers what the adapter must know to recognise genuine updates. */
public interface UpdateReceiver {

    /**
     * Handles an update. When it returns, the update may be acknowledged.
     *
     * @return a text that only the person who did it is shown; empty for none
     * @throws NotStoredException if it could not be stored; then it must be handed over again
     */
    String handle(BotIdentity bot, InboundUpdate update);

    /**
     * Ignores a text of nobody in particular. If it is a command in a chat of one of the bot's channels, its writer is advised, at most
     * once an hour in each chat.
     *
     * @throws NotStoredException if that could not be stored; then the text must be handed over again
     */
    void ignore(BotIdentity bot, AnonymousText text);

    /** The purpose of a text, before the sender is known. */
    Intent intentOf(String text);

    /**
     * The message that a delivery became.
     *
     * @throws IllegalStateException if it was answered before it was recorded; then the update must be handed over again
     */
    Optional<SentMessage> findSent(UUID deliveryId);

    /**
     * Whether an update may use a token that is valid for one update: whether no other update has used it. Only one replica
     * asks for a bot.
     *
     * @param updateId the update; the same one may ask again
     */
    boolean claim(BotIdentity bot, String token, String updateId);

    /**
     * Records that an update is ignored, and tells its sender in the channel's name, at most once an hour.
     *
     * @param channelId the channel it concerns
     */
    void refuse(BotIdentity bot, UUID channelId, InboundUpdate.Text update, Refusal refusal);

    /** Records, once for each account, that an update was ignored because its sender could be forged; sends no reply. */
    void ignore(BotIdentity bot, ProviderAccount account, String reason);

    /** What a text is about. */
    enum Intent {
        /** To pair an account with a person. */
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
     * Why an update is ignored.
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
