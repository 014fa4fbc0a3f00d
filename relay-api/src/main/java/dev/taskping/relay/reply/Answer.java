package dev.taskping.relay.reply;

import dev.taskping.protocol.message.Message;
import java.util.Optional;

/**
 * What a person gets in answer.
 *
 * @param message a message below the person's own; empty if there is none
 * @param popUp words that show for a moment where a button was pressed; may be empty
 */
record Answer(Optional<Message> message, String popUp) {

    static final Answer NOTHING = new Answer(Optional.empty(), "");

    /** A message, wherever the question came from. */
    static Answer of(Message message) {
        return new Answer(Optional.of(message), "");
    }

    /** One line: a message in answer to text, words that pop up in answer to a button. */
    static Answer brief(Message line) {
        return new Answer(Optional.of(line), line.title());
    }

    /** Nothing but words that pop up. */
    static Answer popUp(String words) {
        return new Answer(Optional.empty(), words);
    }
}
