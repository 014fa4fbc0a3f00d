package dev.taskping.relay.conversation;

import dev.taskping.protocol.message.Message;
import java.util.List;
import java.util.Optional;

/**
 * What a person gets in answer.
 *
 * @param message a message below the person's own; empty if there is none
 * @param popUp words that show for a moment where a button was pressed; may be empty
 * @param choices what the message offers to that person alone, for a while
 */
record BotReply(Optional<Message> message, String popUp, List<ReplyOption> choices) {

    static final BotReply NOTHING = new BotReply(Optional.empty(), "", List.of());

    /** A message, wherever the question came from. */
    static BotReply of(Message message) {
        return new BotReply(Optional.of(message), "", List.of());
    }

    /** A message that asks back. */
    static BotReply asking(Message message, List<ReplyOption> choices) {
        return new BotReply(Optional.of(message), "", List.copyOf(choices));
    }

    /** One line: a message in answer to text, words that pop up in answer to a button. */
    static BotReply brief(Message line) {
        return new BotReply(Optional.of(line), line.title(), List.of());
    }

    /** Nothing but words that pop up. */
    static BotReply popUp(String words) {
        return new BotReply(Optional.empty(), words, List.of());
    }
}
