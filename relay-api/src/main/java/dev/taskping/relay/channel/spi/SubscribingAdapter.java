package dev.taskping.relay.channel.spi;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A {@link HookAdapter} whose provider is told the hook's address by the relay, and not by a person in the provider's console.
 *
 * @param <S> the provider's settings
 */
public interface SubscribingAdapter<S extends ProviderSettings> extends HookAdapter<S> {

    /** Whether the relay is configured to have updates pushed. */
    boolean subscribes();

    /** How often to look for channels that came or went. */
    Duration refresh();

    /** Tells the provider where to push a bot's updates to; returns why it will not, or nothing if it will. */
    Optional<String> subscribe(S settings, URI hook);
}
