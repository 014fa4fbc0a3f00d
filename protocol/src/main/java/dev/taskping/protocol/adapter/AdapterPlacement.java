package dev.taskping.protocol.adapter;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where a message goes in its conversation.
 *
 * @param place as a message of its own, below another, or in place of another
 * @param reference the other message, as {@link AdapterResult.Delivered} named it; absent for {@link Place#FRESH}
 */
public record AdapterPlacement(Place place, @Nullable String reference) {

    /** The three places. */
    public enum Place {
        /** A new message. */
        @JsonProperty("fresh")
        FRESH,
        /** An answer below the message {@code reference}; a new message where the provider has no answers. */
        @JsonProperty("replyTo")
        REPLY_TO,
        /** Instead of the message {@code reference}; a new message where the provider cannot edit or the old one is gone. */
        @JsonProperty("editOf")
        EDIT_OF
    }
}
