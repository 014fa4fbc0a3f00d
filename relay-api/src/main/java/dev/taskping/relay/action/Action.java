package dev.taskping.relay.action;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a button means. The button itself carries the id alone.
 *
 * @param id 16 random bytes in base64url
 * @param workspace where
 * @param deliveryId the message the button is on
 * @param channelId the channel that what it does is about: mostly the one that message went to
 * @param taskUid the task it is about
 * @param verb what pressing it asks for
 * @param offer whom it is for alone; absent for everybody who may do that
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
     * An action that one person was asked about.
     *
     * @param personId who
     * @param expiresAt until when it can be taken
     * @param position its number among those that were offered together, counted from one
     */
    public record Offer(UUID personId, Instant expiresAt, int position) {}

    /** An action for everybody who may do what it asks for. */
    public Action(String id, String workspace, UUID deliveryId, UUID channelId, @Nullable String taskUid, Verb verb) {
        this(id, workspace, deliveryId, channelId, taskUid, verb, null);
    }
}
