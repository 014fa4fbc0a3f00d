package dev.taskping.relay.reply;

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
record Answer(Optional<Message> message, String popUp, List<Choice> choices) {

    static final Answer NOTHING = new Answer(Optional.empty(), "", List.of());

    /** A message, wherever the question came from. */
    static Answer of(Message message) {
        return new Answer(Optional.of(message), "", List.of());
    }

    /** A message that asks back. */
    static Answer asking(Message message, List<Choice> choices) {
        return new Answer(Optional.of(message), "", List.copyOf(choices));
    }

    /** One line: a message in answer to text, words that pop up in answer to a button. */
    static Answer brief(Message line) {
        return new Answer(Optional.of(line), line.title(), List.of());
    }

    /** Nothing but words that pop up. */
    static Answer popUp(String words) {
        return new Answer(Optional.empty(), words, List.of());
    }
}
