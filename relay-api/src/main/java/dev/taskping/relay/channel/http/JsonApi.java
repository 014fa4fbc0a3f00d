package dev.taskping.relay.channel.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Calls a provider's JSON API with the client of all channels. */
@ApplicationScoped
public class JsonApi {

    /** No answer that we need is longer. */
    static final int MAX_ANSWER_BYTES = 1024 * 1024;

    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final OkHttpClient client;

    /** Uses the given client. */
    public JsonApi(ChannelHttpClient http) {
        this.client = http.client();
    }

    /**
     * Sends a request.
     *
     * @return the provider's answer, which may be a refusal
     * @throws ProviderUnreachableException if there was none
     */
    public JsonAnswer call(Request request) throws ProviderUnreachableException {
        String host = request.url().host();
        try (Response response = client.newCall(request).execute()) {
            String text = text(response);
            return new JsonAnswer(response.code(), response.headers(), parse(text), text);
        } catch (IOException e) {
            throw new ProviderUnreachableException(
                    ErrorText.of(host, e), ExceptionUtils.indexOfType(e, AddressRefusedException.class) >= 0);
        }
    }

    /** A body of JSON. */
    public static RequestBody body(JsonNode json) {
        try {
            return RequestBody.create(MAPPER.writeValueAsBytes(json), JSON);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A message cannot be written as JSON", e);
        }
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
