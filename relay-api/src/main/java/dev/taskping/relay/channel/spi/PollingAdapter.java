package dev.taskping.relay.channel.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Polls the provider for updates. The relay ensures that only one replica polls a bot.
 *
 * @param <S> the provider's settings
 */
public interface PollingAdapter<S extends ProviderSettings> extends InboundAdapter<S> {

    /** Whether the relay is configured to poll for updates. */
    boolean polls();

    /** How often to look for channels that came or went. */
    Duration refresh();

    /**
     * Polls a bot's updates until it is interrupted or the bot is gone.
     *
     * @param bot supplies the bot anew each time, because its channels change; empty once it is gone
     * @param receiver takes the updates
     */
    Runnable poller(Supplier<Optional<PolledBot<S>>> bot, UpdateReceiver receiver);
}
