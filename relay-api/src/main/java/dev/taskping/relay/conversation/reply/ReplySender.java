package dev.taskping.relay.conversation.reply;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.delivery.outbox.ReplyEnqueuer;
import dev.taskping.relay.delivery.outbox.ReplyTarget;
import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Sends replies by way of the outbox. All methods run in the caller's transaction. */
@ApplicationScoped
public class ReplySender {

    /** How long a person can choose from the options of a reply. */
    private static final Duration OPTIONS_VALID_FOR = Duration.ofMinutes(10);

    private final ReplyEnqueuer replies;
    private final Clock clock;

    ReplySender(ReplyEnqueuer replies, Clock clock) {
        this.replies = replies;
        this.clock = clock;
    }

    /** Sends the message of a reply, if it has one; only that person can choose from its options. */
    public void send(Handle handle, ReplyTarget target, BotReply reply, UUID personId) {
        if (reply.message().isEmpty()) {
            return;
        }
        Message message = reply.message().get();
        if (reply.options().isEmpty()) {
            replies.enqueue(handle, target, message);
        } else {
            replies.enqueueQuestion(
                    handle,
                    target,
                    message,
                    reply.options(),
                    personId,
                    DatabaseAccess.now(clock).plus(OPTIONS_VALID_FOR));
        }
    }

    /** Sends a message that offers nothing. */
    public void send(Handle handle, ReplyTarget target, Message message) {
        replies.enqueue(handle, target, message);
    }
}
