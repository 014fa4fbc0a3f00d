package dev.taskping.relay.channel.sms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.relay.channel.http.AddressRefusedException;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.ErrorText;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Calls Twilio's REST API with the HTTP client of all channels, and never shows a token. */
@ApplicationScoped
public class TwilioApi {

    private static final URI MESSAGES = URI.create("https://api.twilio.com");
    private static final URI SERVICES = URI.create("https://messaging.twilio.com");

    /** Twilio's answers are a few kilobytes. */
    private static final long MAX_ANSWER_BYTES = 256 * 1024;

    private final OkHttpClient client;
    private final ObjectMapper json = ProtocolJson.mapper();

    /** Uses the given client. */
    public TwilioApi(ChannelHttpClient http) {
        this.client = http.client();
    }

    /** Creates a message (Messages resource). */
    TwilioAnswer send(ChannelSettings.Sms settings, Map<String, String> fields) throws TwilioUnreachableException {
        FormBody.Builder form = new FormBody.Builder(StandardCharsets.UTF_8);
        fields.forEach(form::add);
        return call(settings, account(settings).addPathSegment("Messages.json"), form.build());
    }

    /** The account itself (Accounts resource). */
    TwilioAnswer account(ChannelSettings.Sms settings, String accountSid) throws TwilioUnreachableException {
        return call(
                settings,
                base(settings, MESSAGES).addPathSegments("2010-04-01/Accounts").addPathSegment(accountSid + ".json"),
                null);
    }

    /** The account's numbers that are this one (IncomingPhoneNumbers resource). */
    TwilioAnswer numbers(ChannelSettings.Sms settings, String number) throws TwilioUnreachableException {
        return call(
                settings,
                account(settings).addPathSegment("IncomingPhoneNumbers.json").addQueryParameter("PhoneNumber", number),
                null);
    }

    /** A messaging service (Services resource of Messaging). */
    TwilioAnswer service(ChannelSettings.Sms settings, String serviceSid) throws TwilioUnreachableException {
        return call(
                settings,
                base(settings, SERVICES).addPathSegments("v1/Services").addPathSegment(serviceSid),
                null);
    }

    private static HttpUrl.Builder account(ChannelSettings.Sms settings) throws TwilioUnreachableException {
        return base(settings, MESSAGES).addPathSegments("2010-04-01/Accounts").addPathSegment(settings.accountSid());
    }

    private static HttpUrl.Builder base(ChannelSettings.Sms settings, URI twilio) throws TwilioUnreachableException {
        URI api = Optional.ofNullable(settings.apiUrl()).orElse(twilio);
        HttpUrl url = HttpUrl.get(api);
        if (url == null) {
            throw new TwilioUnreachableException("The channel's apiUrl must begin with http:// or https://", true);
        }
        return url.newBuilder();
    }

    private TwilioAnswer call(ChannelSettings.Sms settings, HttpUrl.Builder url, @Nullable FormBody form)
            throws TwilioUnreachableException {
        Request.Builder request = new Request.Builder()
                .url(url.build())
                .header("Authorization", Credentials.basic(settings.accountSid(), settings.authToken()))
                .header("Accept", "application/json")
                .header("User-Agent", "TaskPing");
        if (form != null) {
            request.post(form);
        }
        String host = url.build().host();
        try (Response response = client.newCall(request.build()).execute()) {
            JsonNode body = read(response.peekBody(MAX_ANSWER_BYTES).string());
            return new TwilioAnswer(response.code(), body, retryAfter(response));
        } catch (AddressRefusedException e) {
            throw new TwilioUnreachableException(String.valueOf(e.getMessage()), true);
        } catch (IOException e) {
            throw new TwilioUnreachableException(ErrorText.of(host, e, settings.authToken()), false);
        }
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static Optional<Duration> retryAfter(Response response) {
        return Optional.ofNullable(response.header("Retry-After"))
                .filter(seconds -> seconds.matches("\\d{1,5}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }
}
