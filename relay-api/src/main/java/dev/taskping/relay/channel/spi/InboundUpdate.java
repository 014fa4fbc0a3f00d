package dev.taskping.relay.channel.spi;

import org.jspecify.annotations.Nullable;

/** Something that a person did in a chat. */
public sealed interface InboundUpdate {

    /** The provider's number of the update. */
    String updateId();

    /** The conversation it happened in. */
    String chat();

    /** Whether others read along. */
    boolean inGroup();

    /** Who did it: in a group the person, not the group. */
    ProviderAccount sender();

    /**
     * A person wrote.
     *
     * @param messageId the message
     * @param text what it says
     * @param replyTo the message it answers
     */
    record Text(
            String updateId,
            String chat,
            boolean inGroup,
            ProviderAccount sender,
            String messageId,
            String text,
            @Nullable String replyTo)
            implements InboundUpdate {

        /**
         * Whether it is certainly said to us. In a group people talk with each other, too; Discord and Slack tell us of
         * nothing but our own commands there.
         */
        public boolean isAddressed() {
            String provider = sender.provider();
            return !inGroup || text.startsWith("/") || provider.startsWith("discord") || provider.startsWith("slack");
        }
    }

    /**
     * A person pressed a button.
     *
     * @param queryId by which the press is answered
     * @param messageId the message below which the button was
     * @param actionId what the button carried
     */
    record Press(
            String updateId,
            String chat,
            boolean inGroup,
            ProviderAccount sender,
            String queryId,
            @Nullable String messageId,
            String actionId)
            implements InboundUpdate {}
}
