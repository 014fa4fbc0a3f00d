package dev.taskping.relay.channel.spi;

/**
 * A text behind whose account there may be anybody, such as that of all anonymous administrators of a group. It pairs nobody and
 * commands nothing.
 *
 * @param update the text; its sender is the shared account
 * @param advice a sentence for whoever wrote it: what to do to be recognised
 */
public record AnonymousText(InboundUpdate.Text update, String advice) {}
