package dev.taskping.relay.delivery.outbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.platform.database.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A placement as the outbox stores it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredPlacement(Kind kind, @Nullable String conversation, @Nullable String reference) {

    public enum Kind {
        @JsonProperty("fresh")
        FRESH,
        @JsonProperty("replyTo")
        REPLY_TO,
        @JsonProperty("editOf")
        EDIT_OF
    }

    public static String write(Placement placement) {
        return Json.write(
                switch (placement) {
                    case Placement.Fresh fresh -> new StoredPlacement(Kind.FRESH, null, null);
                    case Placement.ReplyTo reply ->
                        new StoredPlacement(Kind.REPLY_TO, reply.conversation(), reply.reference());
                    case Placement.EditOf edit ->
                        new StoredPlacement(Kind.EDIT_OF, edit.conversation(), edit.reference());
                });
    }

    public static Placement read(String json) {
        StoredPlacement stored = Json.read(json, StoredPlacement.class);
        return switch (stored.kind) {
            case FRESH -> new Placement.Fresh();
            case REPLY_TO -> new Placement.ReplyTo(stored.conversation, Objects.requireNonNull(stored.reference));
            case EDIT_OF -> new Placement.EditOf(stored.conversation, Objects.requireNonNull(stored.reference));
        };
    }
}
