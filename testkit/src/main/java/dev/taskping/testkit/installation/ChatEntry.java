package dev.taskping.testkit.installation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A message in a chat as the person sees it.
 *
 * @param id the message's id in the chat
 * @param text as displayed
 * @param fromBot whether TaskPing wrote it
 * @param edited whether it was changed since it was written
 * @param buttons what its buttons say
 */
public record ChatEntry(long id, String text, boolean fromBot, boolean edited, List<String> buttons) {

    static ChatEntry of(JsonNode entry) {
        return new ChatEntry(
                entry.path("message").path("id").asLong(),
                entry.path("text").asText(),
                entry.path("fromBot").asBoolean(),
                entry.path("message").hasNonNull("editedAt"),
                StreamSupport.stream(entry.path("buttons").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList());
    }
}
