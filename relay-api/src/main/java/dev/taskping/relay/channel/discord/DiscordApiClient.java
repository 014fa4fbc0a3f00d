package dev.taskping.relay.channel.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.relay.channel.http.JsonApiClient;
import dev.taskping.relay.channel.http.JsonResponse;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.render.Attachment;
import dev.taskping.relay.channel.render.SafeCut;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Calls Discord's API v10 as a bot, or an incoming webhook. */
@ApplicationScoped
public class DiscordApiClient {

    private static final URI PUBLIC_API = URI.create("https://discord.com");

    /** Reference, "User Agent": of this form, or the request may be blocked. */
    private static final String USER_AGENT = "DiscordBot (https://taskping.dev, 1)";

    private static final MediaType TEXT = MediaType.get("text/plain; charset=utf-8");

    /** Reference, "Uploading Files": 10 MiB a file; a character is at most three bytes for each UTF-16 unit. */
    private static final int MAX_FILE = 10 * 1024 * 1024 / 3;

    private final JsonApiClient http;
    private final DiscordRateLimits limits;

    /** Uses the given client, and lets no request go before Discord's headers allow it. */
    public DiscordApiClient(JsonApiClient http, DiscordRateLimits limits) {
        this.http = http;
        this.limits = limits;
    }

    /** Asks for something below {@code /api/v10/}, such as {@code users/@me}. */
    JsonResponse get(DiscordSettings settings, String path) throws ProviderUnreachableException {
        return send(settings, api(settings, path), "GET", null);
    }

    /** Asks a webhook for itself. */
    JsonResponse getWebhook(DiscordSettings settings) throws ProviderUnreachableException {
        return send(settings, webhook(settings).build(), "GET", null);
    }

    /** Writes a message, with a file if there is one. */
    JsonResponse post(DiscordSettings settings, @Nullable String channel, ObjectNode message, Optional<Attachment> file)
            throws ProviderUnreachableException {
        HttpUrl url = settings.webhookUrl() == null
                ? api(settings, "channels/" + channel + "/messages")
                // Webhook resource, "Execute Webhook": without it Discord says nothing of the message.
                : webhook(settings).addQueryParameter("wait", "true").build();
        return send(settings, url, "POST", body(message, file));
    }

    /** Changes a message. */
    JsonResponse patch(
            DiscordSettings settings,
            @Nullable String channel,
            String id,
            ObjectNode message,
            Optional<Attachment> file)
            throws ProviderUnreachableException {
        HttpUrl url = settings.webhookUrl() == null
                ? api(settings, "channels/" + channel + "/messages/" + id)
                : webhook(settings).addPathSegments("messages/" + id).build();
        return send(settings, url, "PATCH", body(message, file));
    }

    private JsonResponse send(DiscordSettings settings, HttpUrl url, String method, @Nullable RequestBody body)
            throws ProviderUnreachableException {
        String route = method + " " + url.encodedPath();
        Optional<JsonResponse> exhausted = limits.exhausted(route);
        if (exhausted.isPresent()) {
            return exhausted.get();
        }
        Request.Builder request =
                new Request.Builder().url(url).method(method, body).header("User-Agent", USER_AGENT);
        if (settings.webhookUrl() == null) {
            request.header("Authorization", "Bot " + settings.botToken());
        }
        JsonResponse answer = http.call(request.build());
        limits.learn(route, answer);
        return answer;
    }

    private static RequestBody body(ObjectNode message, Optional<Attachment> file) {
        if (file.isEmpty()) {
            return JsonApiClient.body(message);
        }
        String name = file.get().fileName();
        message.putArray("attachments").addObject().put("id", 0).put("filename", name);
        byte[] content =
                new Attachment(file.get().fileName(), SafeCut.middle(file.get().text(), MAX_FILE)).bytes();
        return new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart("payload_json", null, JsonApiClient.body(message))
                .addFormDataPart("files[0]", name, RequestBody.create(content, TEXT))
                .build();
    }

    private static HttpUrl api(DiscordSettings settings, String path) {
        URI api = Optional.ofNullable(settings.apiUrl()).orElse(PUBLIC_API);
        return HttpUrl.get(api.toString())
                .newBuilder()
                .addPathSegments("api/v10/" + path)
                .build();
    }

    private static HttpUrl.Builder webhook(DiscordSettings settings) {
        return HttpUrl.get(String.valueOf(settings.webhookUrl())).newBuilder();
    }
}
