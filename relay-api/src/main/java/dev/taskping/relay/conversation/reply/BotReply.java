package dev.taskping.relay.conversation.reply;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.delivery.outbox.ReplyOption;
import java.util.List;
import java.util.Optional;

/**
 * What a bot replies to a person.
 *
 * @param message a message below the person's own; empty if there is none
 * @param popUp a text that pops up briefly where a button was pressed; may be empty
 * @param options the options that the message offers to that person alone, for a limited time
 */
public record BotReply(Optional<Message> message, String popUp, List<ReplyOption> options) {

    public static final BotReply NOTHING = new BotReply(Optional.empty(), "", List.of());

    /** A message, whether the person wrote or pressed a button. */
    public static BotReply of(Message message) {
        return new BotReply(Optional.of(message), "", List.of());
    }

    /** A question with options. */
    public static BotReply asking(Message message, List<ReplyOption> options) {
        return new BotReply(Optional.of(message), "", List.copyOf(options));
    }

    /** One line: a message in answer to text, a pop-up in answer to a button. */
    public static BotReply brief(Message line) {
        return new BotReply(Optional.of(line), line.title(), List.of());
    }

    /** Nothing but a pop-up. */
    public static BotReply popUp(String text) {
        return new BotReply(Optional.empty(), text, List.of());
    }
}
