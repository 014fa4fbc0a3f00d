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
     * @param messageId the message; empty if there is none, as for a slash command
     * @param text its text, without surrounding white space
     * @param replyTo the message it answers
     * @param addressee for whom it is meant: in a group people talk with each other and with other bots, too
     */
    record Text(
            String updateId,
            String chat,
            boolean inGroup,
            ProviderAccount sender,
            String messageId,
            String text,
            @Nullable String replyTo,
            Addressee addressee)
            implements InboundUpdate {

        public Text {
            text = withoutNul(text).strip();
        }
    }

    /** For whom a text is meant. */
    enum Addressee {
        /** For the bot alone: a private chat, its name, or a command that is only its own. */
        BOT,
        /** For whichever bot of the group knows the command. */
        ANY_BOT,
        /** For the people of the group, as far as one can tell. */
        GROUP;

        /** For whom a text is meant that names no bot, where a bot receives everything that is said in a group. */
        public static Addressee of(boolean inGroup, String text) {
            if (!inGroup) {
                return BOT;
            }
            return withoutNul(text).strip().startsWith("/") ? ANY_BOT : GROUP;
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
            implements InboundUpdate {

        public Press {
            actionId = withoutNul(actionId);
        }
    }

    /** PostgreSQL cannot store this character. */
    private static String withoutNul(String text) {
        return text.replace("\u0000", "");
    }
}
