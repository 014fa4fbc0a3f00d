package dev.taskping.relay.channel.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/** Calls a provider's JSON API with the HTTP client that all channels share. */
@ApplicationScoped
public class JsonApiClient {

    /** No answer that an adapter needs is longer. */
    static final int MAX_ANSWER_BYTES = 1024 * 1024;

    private static final String USER_AGENT = "User-Agent";
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final OkHttpClient client;

    /** Uses the given client. */
    public JsonApiClient(ChannelHttpClient http) {
        this.client = http.client();
    }

    /**
     * Sends a request.
     *
     * @param secrets texts that must not appear in errors
     * @return the provider's answer, which may be a refusal
     * @throws ProviderUnreachableException if there was none
     */
    public JsonResponse call(Request request, @Nullable String... secrets) throws ProviderUnreachableException {
        String host = request.url().host();
        try (Response response = client.newCall(named(request)).execute()) {
            String text = text(response);
            return new JsonResponse(response.code(), response.headers(), parse(text), text);
        } catch (IOException e) {
            throw new ProviderUnreachableException(
                    ErrorText.of(host, e, secrets), ExceptionUtils.indexOfType(e, AddressRefusedException.class) >= 0);
        }
    }

    private static Request named(Request request) {
        return request.header(USER_AGENT) == null
                ? request.newBuilder().header(USER_AGENT, "TaskPing").build()
                : request;
    }

    /**
     * A channel's address, in the form that requests need.
     *
     * @throws ProviderUnreachableException if it cannot be called
     */
    public static HttpUrl url(URI url) throws ProviderUnreachableException {
        HttpUrl parsed = HttpUrl.get(url);
        if (parsed == null) {
            throw ProviderUnreachableException.noAddress();
        }
        return parsed;
    }

    /** A body of JSON, no longer than its text in UTF-8: a mapper would write each emoji as twelve bytes of escapes. */
    public static RequestBody body(JsonNode json) {
        return RequestBody.create(json.toString().getBytes(StandardCharsets.UTF_8), JSON);
    }

    private static String text(Response response) throws IOException {
        BufferedSource source = response.body().source();
        source.request(MAX_ANSWER_BYTES);
        long available = Math.min(source.getBuffer().size(), MAX_ANSWER_BYTES);
        return source.readString(available, StandardCharsets.UTF_8);
    }

    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
