package dev.taskping.relay.channel.spi;

import java.util.Optional;

/**
 * How people are heard through a provider's channels; a bean beside the {@link ChannelAdapter} of the same settings. Updates
 * come in requests to a hook ({@link HookAdapter}) or are fetched ({@link PollingAdapter}).
 *
 * @param <S> the provider's settings
 */
public interface InboundAdapter<S extends ProviderSettings> {

    /** The settings it is for. */
    Class<S> settingsType();

    /** The kind of channel it is for. */
    ChannelType type();

    /** The bot that people speak to through such a channel; empty if it cannot be known that what is said comes from them. */
    Optional<BotIdentity> bot(S settings);

    /** A link that opens an app with a pairing code filled in; empty where there is no such link. */
    default Optional<String> pairingLink(S settings, String code) {
        return Optional.empty();
    }
}
