package dev.taskping.relay.channel.spi;

/**
 * Handles what a provider pushes to a channel's hook: verifies each request, reads it, and acknowledges it after the relay has
 * handled the update.
 *
 * @param <S> the provider's settings
 */
public interface HookAdapter<S extends ProviderSettings> extends InboundAdapter<S> {

    /** The provider's name in old addresses without an endpoint: {@code /hooks/NAME/…}. */
    String hookName();

    /** The answer to a request that is not from the provider, or for a channel that does not exist. */
    default HookResponse refusal() {
        return HookResponse.empty(404);
    }

    /** Whether the provider sent this request, just now, to this channel. Has no side effects, and takes constant time. */
    boolean verify(S settings, HookRequest request);

    /** Reads a verified request. */
    HookResult read(S settings, HookRequest request);

    /**
     * Acknowledges a request whose update was handled.
     *
     * @param popUp a text that only the person who did it is shown; empty for none
     */
    HookResponse acknowledge(S settings, HookRequest request, InboundUpdate update, String popUp);
}
