package dev.taskping.relay.channel.spi;

/**
 * Delivers notifications through one kind of provider. Implementations are stateless beans, one a package; they block
 * (the dispatcher calls them on virtual threads) but never longer than their client's time-out.
 *
 * @param <S> the settings this adapter understands
 */
public interface ChannelAdapter<S extends ProviderSettings> {

    /** The settings this adapter is chosen by. */
    Class<S> settingsType();

    /**
     * Delivers one notification. Never throws for what a provider or the network can do: that is a result.
     *
     * @param settings how to reach the channel
     * @param notification what to say
     */
    DeliveryResult send(S settings, Notification notification);

    /**
     * Asks the provider whether these settings work, without bothering a person.
     *
     * @param settings how to reach the channel
     */
    ChannelCheck check(S settings);
}
