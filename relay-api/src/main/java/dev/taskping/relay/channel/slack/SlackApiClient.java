package dev.taskping.relay.channel.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.relay.channel.http.JsonApiClient;
import dev.taskping.relay.channel.http.JsonResponse;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.render.Attachment;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jboss.logging.Logger;

/** Calls methods of Slack's Web API as a bot, or an incoming webhook. */
@ApplicationScoped
public class SlackApiClient {

    private static final Logger LOG = Logger.getLogger(SlackApiClient.class);
    private static final URI PUBLIC_API = URI.create("https://slack.com");
    private static final MediaType TEXT = MediaType.get("text/plain; charset=utf-8");

    private final JsonApiClient http;

    /** Uses the given client. */
    public SlackApiClient(JsonApiClient http) {
        this.http = http;
    }

    /** Calls a method that takes JSON. */
    JsonResponse call(SlackSettings settings, String method, ObjectNode arguments) throws ProviderUnreachableException {
        return call(settings, method, JsonApiClient.body(arguments));
    }

    /** Calls a method that takes a form, as those that only read do. */
    JsonResponse ask(SlackSettings settings, String method, Map<String, String> arguments)
            throws ProviderUnreachableException {
        FormBody.Builder form = new FormBody.Builder();
        arguments.forEach(form::add);
        return call(settings, method, form.build());
    }

    private JsonResponse call(SlackSettings settings, String method, RequestBody body)
            throws ProviderUnreachableException {
        URI api = Optional.ofNullable(settings.apiUrl()).orElse(PUBLIC_API);
        return http.call(new Request.Builder()
                .url(HttpUrl.get(api.toString())
                        .newBuilder()
                        .addPathSegments("api/" + method)
                        .build())
                .header("Authorization", "Bearer " + settings.botToken())
                .post(body)
                .build());
    }

    /** Posts to the incoming webhook. */
    JsonResponse callWebhook(SlackSettings settings, ObjectNode message) throws ProviderUnreachableException {
        return http.call(new Request.Builder()
                .url(HttpUrl.get(String.valueOf(settings.webhookUrl())))
                .post(JsonApiClient.body(message))
                .build());
    }

    /** Says something that only the person sees who pressed a button or gave a command ("Handling user interaction"). */
    public void whisper(URI responseUrl, String words) {
        ObjectNode message = JsonNodeFactory.instance
                .objectNode()
                .put("response_type", "ephemeral")
                .put("replace_original", false)
                .put("text", SlackText.escape(words));
        try {
            http.call(new Request.Builder()
                    .url(HttpUrl.get(responseUrl.toString()))
                    .post(JsonApiClient.body(message))
                    .build());
        } catch (ProviderUnreachableException e) {
            LOG.warnf("Could not answer a press of a button: %s", e.getMessage());
        }
    }

    /**
     * Puts a file below a message, in the three steps of "Working with files".
     *
     * @param thread the message's timestamp
     * @return the first answer that was a refusal, or the last
     */
    JsonResponse upload(SlackSettings settings, String channel, String thread, Attachment file)
            throws ProviderUnreachableException {
        byte[] content = file.bytes();
        JsonResponse place = ask(
                settings,
                "files.getUploadURLExternal",
                Map.of("filename", file.fileName(), "length", Integer.toString(content.length)));
        if (SlackErrorMapper.isOne(place)) {
            return place;
        }
        JsonResponse uploaded = http.call(new Request.Builder()
                .url(place.body().path("upload_url").asText())
                .post(RequestBody.create(content, TEXT))
                .build());
        if (!uploaded.isSuccessful()) {
            return uploaded;
        }
        ObjectNode arguments =
                JsonNodeFactory.instance.objectNode().put("channel_id", channel).put("thread_ts", thread);
        arguments
                .putArray("files")
                .addObject()
                .put("id", place.body().path("file_id").asText())
                .put("title", file.fileName());
        return call(settings, "files.completeUploadExternal", arguments);
    }
}
