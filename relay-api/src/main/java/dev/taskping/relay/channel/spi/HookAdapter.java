package dev.taskping.relay.channel.spi;

/**
 * Takes what a provider pushes to a channel's hook. Each request is verified, then read; if a person did something that is
 * decided on, and then the request is acknowledged.
 *
 * @param <S> the provider's settings
 */
public interface HookAdapter<S extends ProviderSettings> extends InboundAdapter<S> {

    /** What stands for the provider in addresses from before channels had an endpoint: {@code /hooks/NAME/…}. */
    String hookName();

    /** The answer to whoever is not the provider, and to the provider where there is no such channel. */
    default HookResponse refusal() {
        return HookResponse.empty(404);
    }

    /** Whether the provider sent this, just now, to this channel. Without effect, and in constant time. */
    boolean verify(S settings, HookRequest request);

    /** Reads a verified request. */
    HookResult read(S settings, HookRequest request);

    /**
     * Answers a request whose update was decided on.
     *
     * @param popUp what only the person who did it is shown; empty for nothing
     */
    HookResponse acknowledge(S settings, HookRequest request, InboundUpdate update, String popUp);
}
