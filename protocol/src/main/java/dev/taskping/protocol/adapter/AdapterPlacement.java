package dev.taskping.protocol.adapter;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A message's place in its conversation.
 *
 * @param place whether to send a new message, reply to another message, or edit another message
 * @param reference the other message's reference from {@link AdapterResult.Delivered}; absent for {@link Place#FRESH}
 */
public record AdapterPlacement(Place place, @Nullable String reference) {

    /** The possible places. */
    public enum Place {
        /** A new message. */
        @JsonProperty("fresh")
        FRESH,
        /** A reply to the message {@code reference}, or a new message if the provider has no replies. */
        @JsonProperty("replyTo")
        REPLY_TO,
        /** An edit of the message {@code reference}, or a new message if the provider cannot edit or the old message is gone. */
        @JsonProperty("editOf")
        EDIT_OF
    }
}
