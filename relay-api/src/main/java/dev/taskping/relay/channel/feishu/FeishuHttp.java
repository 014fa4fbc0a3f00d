package dev.taskping.relay.channel.feishu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.relay.channel.http.AddressRefusedException;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.ErrorText;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Exchanges JSON with Feishu, with the HTTP client of all channels. */
final class FeishuHttp {

    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

    /** Feishu's answers are a few kilobytes. */
    private static final long MAX_ANSWER_BYTES = 256 * 1024;

    private final OkHttpClient client;
    private final ObjectMapper json = ProtocolJson.mapper();

    FeishuHttp(ChannelHttpClient http) {
        this.client = http.client();
    }

    /** A request's body. */
    static RequestBody body(JsonNode content) {
        return RequestBody.create(content.toString().getBytes(StandardCharsets.UTF_8), JSON);
    }

    /** An address that can be called. */
    static HttpUrl url(URI url) throws FeishuUnreachableException {
        HttpUrl parsed = HttpUrl.get(url);
        if (parsed == null) {
            throw new FeishuUnreachableException("The channel's address must begin with http:// or https://", true);
        }
        return parsed;
    }

    /**
     * Calls.
     *
     * @param secrets what no error may show
     * @throws FeishuUnreachableException if there was no answer
     */
    FeishuAnswer call(Request.Builder builder, @Nullable String... secrets) throws FeishuUnreachableException {
        Request request = builder.header("User-Agent", "TaskPing").build();
        try (Response response = client.newCall(request).execute()) {
            JsonNode body = read(response.peekBody(MAX_ANSWER_BYTES).string());
            return new FeishuAnswer(response.code(), body, retryAfter(response));
        } catch (AddressRefusedException e) {
            throw new FeishuUnreachableException(String.valueOf(e.getMessage()), true);
        } catch (IOException e) {
            throw new FeishuUnreachableException(ErrorText.of(request.url().host(), e, secrets), false);
        }
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** "Rate limits", "Response for limitations": the header holds seconds. */
    private static Optional<Duration> retryAfter(Response response) {
        return Stream.of("x-ogw-ratelimit-reset", "Retry-After")
                .map(response::header)
                .filter(seconds -> seconds != null && seconds.matches("\\d{1,5}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(String.valueOf(seconds))))
                .findFirst();
    }
}
