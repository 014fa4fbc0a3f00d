package dev.taskping.relay.channel.custom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.adapter.AdapterCheck;
import dev.taskping.protocol.adapter.AdapterConfiguration;
import dev.taskping.protocol.adapter.AdapterRequest;
import dev.taskping.protocol.adapter.AdapterResult;
import dev.taskping.relay.channel.http.AddressRefusedException;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.ErrorText;
import dev.taskping.relay.channel.http.RetryAfterHeader;
import dev.taskping.relay.channel.http.StandardWebhookSignature;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Adapters that are programs: {@code POST {url}/send} and {@code POST {url}/check}, JSON both ways, signed as Standard
 * Webhooks says.
 */
@ApplicationScoped
public class HttpAdapter {

    private static final MediaType JSON_TYPE = MediaType.get("application/json");

    /** An answer is a sentence or two; more is not read. */
    private static final long MAX_ANSWER_BYTES = 64 * 1024;

    private final OkHttpClient client;
    private final Clock clock;
    private final ObjectMapper json = ProtocolJson.mapper();

    /** Calls through the given client. */
    public HttpAdapter(ChannelHttpClient http, Clock clock) {
        this.client = http.client();
        this.clock = clock;
    }

    DeliveryResult send(CustomSettings settings, AdapterRequest request) {
        return switch (call(settings, "send", request.deliveryId(), request)) {
            case Answer.Understood understood -> read(understood, request.deliveryId());
            case Answer.Refused refused -> new DeliveryResult.Rejected(refused.why());
            case Answer.Busy busy -> new DeliveryResult.RetryAfter(busy.pause(), busy.why());
            case Answer.Broken broken -> new DeliveryResult.Failed(broken.why());
        };
    }

    ChannelCheck check(CustomSettings settings, AdapterConfiguration configuration) {
        return switch (call(settings, "check", UUID.randomUUID(), configuration)) {
            case Answer.Understood understood -> read(understood);
            case Answer.Refused refused -> new ChannelCheck(false, "Unauthorized", refused.why());
            case Answer.Busy busy -> new ChannelCheck(false, "Unreachable", busy.why());
            case Answer.Broken broken -> new ChannelCheck(false, "Unreachable", broken.why());
        };
    }

    /** How a call went, before the answer's content is looked at. */
    private sealed interface Answer {

        record Understood(String host, String body) implements Answer {}

        record Refused(String why) implements Answer {}

        record Busy(Duration pause, String why) implements Answer {}

        record Broken(String why) implements Answer {}
    }

    private Answer call(CustomSettings settings, String operation, UUID id, Object content) {
        HttpUrl base = settings.url() == null ? null : HttpUrl.get(settings.url());
        if (base == null) {
            return new Answer.Refused("The channel's custom.url must begin with http:// or https://.");
        }
        HttpUrl url = base.newBuilder().addPathSegment(operation).build();
        try (Response response =
                client.newCall(request(settings, url, id, content)).execute()) {
            return answer(response, url.host());
        } catch (IllegalArgumentException e) {
            return new Answer.Refused(String.valueOf(e.getMessage()));
        } catch (AddressRefusedException e) {
            return new Answer.Refused(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Answer.Broken(ErrorText.of(url.host(), e, settings.signingSecret()));
        }
    }

    private Request request(CustomSettings settings, HttpUrl url, UUID id, Object content)
            throws JsonProcessingException {
        byte[] body = json.writeValueAsBytes(content);
        long timestamp = clock.instant().getEpochSecond();
        StandardWebhookSignature signature = new StandardWebhookSignature(
                Optional.ofNullable(settings.signingSecret()).orElse(""));
        return new Request.Builder()
                .url(url)
                .header("webhook-id", id.toString())
                .header("webhook-timestamp", Long.toString(timestamp))
                .header("webhook-signature", signature.sign(id.toString(), timestamp, body))
                .header("Accept", "application/json")
                .header("User-Agent", "TaskPing")
                .post(RequestBody.create(body, JSON_TYPE))
                .build();
    }

    private Answer answer(Response response, String host) throws IOException {
        int status = response.code();
        if (response.isSuccessful()) {
            return response.body().source().request(MAX_ANSWER_BYTES + 1)
                    ? new Answer.Broken("The adapter at " + host + " answers with more than " + MAX_ANSWER_BYTES
                            + " bytes; a result is a line of JSON.")
                    : new Answer.Understood(host, response.body().string());
        }
        Optional<Duration> pause = status == 429 || status == 503
                ? RetryAfterHeader.read(response.header("Retry-After"), clock.instant())
                : Optional.empty();
        if (pause.isPresent()) {
            return new Answer.Busy(pause.get(), "The adapter at " + host + " answers " + status + " and asks to wait");
        }
        String said = "The adapter at " + host + " answers " + status;
        return switch (status) {
            case 401 ->
                new Answer.Refused(
                        said + ": it does not accept our signature. Compare the signing secrets on both sides.");
            case 404, 405 ->
                new Answer.Broken(said + ": it takes no POST at "
                        + response.request().url().encodedPath()
                        + ". Check the channel's custom.url; /send and /check are put behind it.");
            case 301, 302, 303, 307, 308 ->
                new Answer.Refused(said
                        + " and redirects; redirects are not followed. Put the final address into the channel's"
                        + " custom.url.");
            default -> new Answer.Broken(said + "; a result is JSON with status 200.");
        };
    }

    private DeliveryResult read(Answer.Understood answer, UUID deliveryId) {
        try {
            AdapterResult result = json.readValue(answer.body(), AdapterResult.class);
            return result == null
                    ? new DeliveryResult.Failed(unknown(answer))
                    : AdapterResponseParser.toResult(result, deliveryId);
        } catch (JsonProcessingException e) {
            return new DeliveryResult.Failed(unknown(answer));
        }
    }

    private ChannelCheck read(Answer.Understood answer) {
        try {
            AdapterCheck check = json.readValue(answer.body(), AdapterCheck.class);
            return check == null || check.message() == null
                    ? new ChannelCheck(false, "Unreachable", unknown(answer))
                    : AdapterResponseParser.toCheck(check);
        } catch (JsonProcessingException e) {
            return new ChannelCheck(false, "Unreachable", unknown(answer));
        }
    }

    private static String unknown(Answer.Understood answer) {
        String begin = answer.body().substring(0, Math.min(80, answer.body().length()));
        return "The adapter at " + answer.host() + " answers '" + begin
                + "', which is no result; docs/reference/adapter.schema.json has the shapes.";
    }
}
