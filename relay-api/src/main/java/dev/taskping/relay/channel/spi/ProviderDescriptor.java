package dev.taskping.relay.channel.spi;

/**
 * Describes a provider to the relay; a bean beside the {@link ChannelAdapter} of the same settings. Whatever differs between
 * channels of the provider is part of their settings.
 *
 * @param <S> the provider's settings
 */
public interface ProviderDescriptor<S extends ProviderSettings> {

    /** The kind of channel; of its settings, {@link ProviderSettings#type} is the same. */
    ChannelType type();

    /** What the fields of a channel's settings are read into: a record with the same names. */
    Class<S> settingsType();
}
