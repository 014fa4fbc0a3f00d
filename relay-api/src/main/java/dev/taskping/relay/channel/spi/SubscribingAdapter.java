package dev.taskping.relay.channel.spi;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A {@link HookAdapter} for a provider that the relay itself tells the hook's address; elsewhere a person enters it in the
 * provider's console.
 *
 * @param <S> the provider's settings
 */
public interface SubscribingAdapter<S extends ProviderSettings> extends HookAdapter<S> {

    /** Whether the relay is configured to have updates pushed. */
    boolean subscribes();

    /** How often to look for channels that came or went. */
    Duration refresh();

    /**
     * Tells the provider where to push a bot's updates; returns the reason if the provider refuses, and nothing if it agrees.
     */
    Optional<String> subscribe(S settings, URI hook);
}
