package dev.taskping.relay.channel.spi;

/** What a verified request to a hook says. */
public sealed interface HookResult {

    /** A person did something, which is to be decided on and then acknowledged. */
    record Update(InboundUpdate update) implements HookResult {}

    /** Nothing that a person did: a handshake, or of no interest. It is answered at once. */
    record Answer(HookResponse response) implements HookResult {}

    /**
     * A message that the provider had taken did not arrive.
     *
     * @param reference the provider's name for the message
     * @param reason the provider's words, and what to do
     * @param response the answer once that is recorded
     */
    record Undelivered(String reference, String reason, HookResponse response) implements HookResult {}
}
