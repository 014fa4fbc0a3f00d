package dev.taskping.relay.channel.spi;

/**
 * Delivers notifications through one kind of provider. Implementations are stateless beans, one in each provider's package.
 * They may block, because the dispatcher calls them on virtual threads, but never longer than their client's timeout.
 *
 * @param <S> the settings this adapter understands
 */
public interface ChannelAdapter<S extends ProviderSettings> {

    /** The type of settings for which this adapter is called. */
    Class<S> settingsType();

    /**
     * Delivers one notification. Failures of the provider or the network are results, not exceptions.
     *
     * @param settings how to reach the channel
     * @param notification what to say
     */
    DeliveryResult send(S settings, Notification notification);

    /**
     * Checks with the provider whether these settings work, without sending a message to anybody.
     *
     * @param settings how to reach the channel
     */
    ChannelCheck check(S settings);
}
