package dev.taskping.relay.notify;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.message.Message;

/** Messages made of other messages. Pure. */
public final class Messages {

    private Messages() {}

    /** The same message with that log. */
    public static Message withLog(Message message, LogExcerpt log) {
        return new Message(
                message.title(),
                message.severity(),
                message.text(),
                message.facts(),
                log,
                message.actions(),
                message.link());
    }

    /** The same message with a remark above its text. */
    static Message withRemark(Message message, String remark) {
        return new Message(
                message.title(),
                message.severity(),
                message.text().isBlank() ? remark : remark + "\n\n" + message.text(),
                message.facts(),
                message.log(),
                message.actions(),
                message.link());
    }
}
