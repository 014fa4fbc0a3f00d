package dev.taskping.relay.delivery.outbox;

import dev.taskping.protocol.event.TaskEventType;

/** The order in which messages go when not all can go at once. The order is that of the outbox's column {@code priority}. */
public enum MessagePriority {
    /** A person asked and waits. */
    ANSWER,
    /** The end of a task. */
    RESULT,
    /** Any other event. */
    CHATTER,
    /** An edit of a message that was delivered. */
    EDIT;

    /** The priority of events of that kind. */
    public static MessagePriority of(TaskEventType type) {
        return switch (type) {
            case FINISHED -> RESULT;
            case STARTED, PROGRESS -> CHATTER;
        };
    }
}
