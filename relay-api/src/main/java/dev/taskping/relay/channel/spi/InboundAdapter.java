package dev.taskping.relay.channel.spi;

import java.util.Optional;

/**
 * Receives what people write and press in a provider's channels; a bean beside the {@link ChannelAdapter} of the same settings.
 * Updates arrive in requests to a hook ({@link HookAdapter}) or are polled ({@link PollingAdapter}).
 *
 * @param <S> the provider's settings
 */
public interface InboundAdapter<S extends ProviderSettings> {

    /** The settings it is for. */
    Class<S> settingsType();

    /** The kind of channel it is for. */
    ChannelType type();

    /**
     * The bot that people write to through such a channel; empty if the relay cannot know that what arrives comes from them.
     */
    Optional<BotIdentity> bot(S settings);

    /** A link that opens an app with a pairing code filled in; empty where there is no such link. */
    default Optional<String> pairingLink(S settings, String code) {
        return Optional.empty();
    }
}
