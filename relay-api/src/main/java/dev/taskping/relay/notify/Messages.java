package dev.taskping.relay.notify;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.message.Message;

/** Messages made of other messages. Pure. */
final class Messages {

    private Messages() {}

    /** The same message with that log. */
    static Message withLog(Message message, LogExcerpt log) {
        return new Message(
                message.title(),
                message.severity(),
                message.text(),
                message.facts(),
                log,
                message.actions(),
                message.link());
    }
}
