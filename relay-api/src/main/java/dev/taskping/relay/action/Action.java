package dev.taskping.relay.action;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The command behind a button. The button itself carries only the id.
 *
 * @param id 16 random bytes in base64url
 * @param workspace its workspace
 * @param deliveryId the message the button is on
 * @param channelId the channel that it is about: mostly the one the message went to
 * @param taskUid the task it is about
 * @param verb what pressing it asks for
 * @param offer whom it is offered to; absent if everybody with the permission may press it
 */
public record Action(
        String id,
        String workspace,
        UUID deliveryId,
        UUID channelId,
        @Nullable String taskUid,
        Verb verb,
        @Nullable Offer offer) {

    /**
     * An offer to one person.
     *
     * @param personId the person
     * @param expiresAt when it expires
     * @param position its number among the options of the same message, counted from one
     */
    public record Offer(UUID personId, Instant expiresAt, int position) {}

    /** An action for everybody with the permission. */
    public Action(String id, String workspace, UUID deliveryId, UUID channelId, @Nullable String taskUid, Verb verb) {
        this(id, workspace, deliveryId, channelId, taskUid, verb, null);
    }
}
