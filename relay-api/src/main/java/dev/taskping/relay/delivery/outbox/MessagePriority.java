package dev.taskping.relay.delivery.outbox;

import dev.taskping.protocol.event.TaskEventType;

/** What goes first when not everything can go at once. The order is that of the outbox's column {@code priority}. */
public enum MessagePriority {
    /** A person asked and waits. */
    ANSWER,
    /** Tells how a task ended. */
    RESULT,
    /** Tells of anything else on the way. */
    CHATTER,
    /** Changes a message that is there already. */
    EDIT;

    /** How urgent news of that kind are. */
    public static MessagePriority of(TaskEventType type) {
        return switch (type) {
            case FINISHED -> RESULT;
            case STARTED, PROGRESS -> CHATTER;
        };
    }
}
