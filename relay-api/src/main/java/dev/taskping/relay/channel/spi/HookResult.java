package dev.taskping.relay.channel.spi;

/** The content of a verified request to a hook. */
public sealed interface HookResult {

    /** A person did something; it is handled, and then the request is acknowledged. */
    record Update(InboundUpdate update) implements HookResult {}

    /**
     * A text of nobody in particular. Its writer is advised, and then the request is answered.
     *
     * @param text the text
     * @param response the answer once that is recorded
     */
    record Anonymous(AnonymousText text, HookResponse response) implements HookResult {}

    /** Nothing that a person did, such as a handshake. It is answered at once. */
    record Answer(HookResponse response) implements HookResult {}

    /**
     * A message that the provider had accepted did not arrive.
     *
     * @param reference the provider's name for the message
     * @param reason the provider's words, and what to do
     * @param response the answer once that is recorded
     */
    record Undelivered(String reference, String reason, HookResponse response) implements HookResult {}
}
