package dev.taskping.relay.delivery.outbox;

import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.Notification.Placement;
import org.jspecify.annotations.Nullable;

/**
 * Where a reply goes.
 *
 * @param channel through which channel
 * @param taskUid about which task
 * @param placement where in the conversation
 */
public record ReplyTarget(RegisteredChannel channel, @Nullable String taskUid, Placement placement) {

    /** Below what a person wrote or pressed. */
    public static ReplyTarget below(InboundUpdate update, RegisteredChannel channel, @Nullable String taskUid) {
        String reference =
                switch (update) {
                    case InboundUpdate.Text text -> text.messageId();
                    case InboundUpdate.Press press -> press.messageId() == null ? "0" : press.messageId();
                };
        return new ReplyTarget(channel, taskUid, new Placement.ReplyTo(update.chat(), reference));
    }
}
