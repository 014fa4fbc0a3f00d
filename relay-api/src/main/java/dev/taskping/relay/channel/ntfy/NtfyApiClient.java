package dev.taskping.relay.channel.ntfy;

import dev.taskping.relay.channel.http.JsonApiClient;
import dev.taskping.relay.channel.http.JsonResponse;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.render.Attachment;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/** Calls a server of ntfy with the HTTP client of all channels. */
@ApplicationScoped
public class NtfyApiClient {

    private static final URI PUBLIC_SERVER = URI.create("https://ntfy.sh");
    private static final MediaType TEXT = MediaType.get("text/plain; charset=utf-8");

    private final JsonApiClient http;

    /** Calls through the given client. */
    public NtfyApiClient(JsonApiClient http) {
        this.http = http;
    }

    /** Publishes as JSON or, with a file, as that file. */
    JsonResponse publish(NtfySettings settings, NtfyPublication publication) throws ProviderUnreachableException {
        Optional<Attachment> file = publication.rendering().attachment();
        if (file.isEmpty()) {
            return call(
                    settings,
                    new Request.Builder()
                            .url(server(settings))
                            .post(JsonApiClient.body(publication.json(settings.topic()))));
        }
        HttpUrl address =
                publication.address(topic(settings).build(), file.get().fileName());
        return call(
                settings,
                new Request.Builder()
                        .url(address)
                        .put(RequestBody.create(file.get().bytes(), TEXT)));
    }

    /** Asks whether the credentials are known, and may read the topic; there is no such question for writing. */
    JsonResponse mayRead(NtfySettings settings) throws ProviderUnreachableException {
        return call(
                settings,
                new Request.Builder().url(topic(settings).addPathSegment("auth").build()));
    }

    private JsonResponse call(NtfySettings settings, Request.Builder request) throws ProviderUnreachableException {
        if (settings.token() != null) {
            request.header("Authorization", "Bearer " + settings.token());
        } else if (settings.username() != null && settings.password() != null) {
            request.header(
                    "Authorization",
                    Credentials.basic(settings.username(), settings.password(), StandardCharsets.UTF_8));
        }
        return http.call(request.build(), settings.token(), settings.password());
    }

    private static HttpUrl server(NtfySettings settings) throws ProviderUnreachableException {
        return JsonApiClient.url(settings.url() == null ? PUBLIC_SERVER : settings.url());
    }

    private static HttpUrl.Builder topic(NtfySettings settings) throws ProviderUnreachableException {
        return server(settings).newBuilder().addPathSegment(settings.topic());
    }
}
