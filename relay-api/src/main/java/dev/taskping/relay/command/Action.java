package dev.taskping.relay.command;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a button means. The button itself carries the id alone.
 *
 * @param id 16 random bytes in base64url
 * @param workspace where
 * @param deliveryId the message the button is on
 * @param channelId the channel that message went to
 * @param taskUid the task it is about
 * @param verb what pressing it asks for
 */
public record Action(
        String id, String workspace, UUID deliveryId, UUID channelId, @Nullable String taskUid, Verb verb) {}
