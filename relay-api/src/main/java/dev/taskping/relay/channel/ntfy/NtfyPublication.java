package dev.taskping.relay.channel.ntfy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * One message as ntfy is asked to show it (docs.ntfy.sh/publish).
 *
 * @param rendering its texts and its file
 * @param sequenceId a message with the same id replaces the one before it, so a repeated attempt shows nothing twice
 * @param priority 1 to 5; 3 is usual, 4 is loud, 2 makes no sound
 * @param tags as the channel has them
 * @param click what a tap opens
 */
record NtfyPublication(
        NtfyRendering rendering, String sequenceId, int priority, List<String> tags, @Nullable URI click) {

    /** Characters of a link: with a file it is part of the address. */
    private static final int MAX_CLICK = 512;

    NtfyPublication {
        click = click == null || click.toString().length() > MAX_CLICK ? null : click;
    }

    NtfyPublication withoutFile() {
        return new NtfyPublication(rendering.withoutFile(), sequenceId, priority, tags, click);
    }

    /** "Publish as JSON". */
    ObjectNode json(String topic) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("topic", topic)
                .put("title", rendering.title())
                .put("message", rendering.message())
                .put("priority", priority)
                .put("sequence_id", sequenceId);
        if (!tags.isEmpty()) {
            tags.forEach(json.putArray("tags")::add);
        }
        if (click != null) {
            json.put("click", click.toString());
        }
        return json;
    }

    /** "Attach local file": the body is the file, so the rest is in the query, by the names of "List of all parameters". */
    HttpUrl address(HttpUrl topic, String fileName) {
        HttpUrl.Builder address = topic.newBuilder()
                .addQueryParameter("title", rendering.title())
                .addQueryParameter("message", rendering.message())
                .addQueryParameter("priority", Integer.toString(priority))
                .addQueryParameter("sid", sequenceId)
                .addQueryParameter("filename", fileName);
        if (!tags.isEmpty()) {
            address.addQueryParameter("tags", String.join(",", tags));
        }
        if (click != null) {
            address.addQueryParameter("click", click.toString());
        }
        return address.build();
    }
}
