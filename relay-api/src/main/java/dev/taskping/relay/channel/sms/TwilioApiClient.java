package dev.taskping.relay.channel.sms;

import dev.taskping.relay.channel.http.JsonApiClient;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** Calls Twilio's REST API with the HTTP client of all channels, and never shows a token. */
@ApplicationScoped
public class TwilioApiClient {

    private static final URI MESSAGES = URI.create("https://api.twilio.com");
    private static final URI SERVICES = URI.create("https://messaging.twilio.com");

    private final JsonApiClient http;

    /** Calls through the given client. */
    public TwilioApiClient(JsonApiClient http) {
        this.http = http;
    }

    /** Creates a message (Messages resource). */
    TwilioResponse send(SmsSettings settings, Map<String, String> fields) throws ProviderUnreachableException {
        FormBody.Builder form = new FormBody.Builder(StandardCharsets.UTF_8);
        fields.forEach(form::add);
        return call(settings, account(settings).addPathSegment("Messages.json"), form.build());
    }

    /** The account itself (Accounts resource). */
    TwilioResponse account(SmsSettings settings, String accountSid) throws ProviderUnreachableException {
        return call(
                settings,
                base(settings, MESSAGES).addPathSegments("2010-04-01/Accounts").addPathSegment(accountSid + ".json"),
                null);
    }

    /** The account's numbers that are this one (IncomingPhoneNumbers resource). */
    TwilioResponse numbers(SmsSettings settings, String number) throws ProviderUnreachableException {
        return call(
                settings,
                account(settings).addPathSegment("IncomingPhoneNumbers.json").addQueryParameter("PhoneNumber", number),
                null);
    }

    /** A messaging service (Services resource of Messaging). */
    TwilioResponse service(SmsSettings settings, String serviceSid) throws ProviderUnreachableException {
        return call(
                settings,
                base(settings, SERVICES).addPathSegments("v1/Services").addPathSegment(serviceSid),
                null);
    }

    private static HttpUrl.Builder account(SmsSettings settings) throws ProviderUnreachableException {
        return base(settings, MESSAGES).addPathSegments("2010-04-01/Accounts").addPathSegment(settings.accountSid());
    }

    private static HttpUrl.Builder base(SmsSettings settings, URI twilio) throws ProviderUnreachableException {
        return JsonApiClient.url(Optional.ofNullable(settings.apiUrl()).orElse(twilio))
                .newBuilder();
    }

    private TwilioResponse call(SmsSettings settings, HttpUrl.Builder url, @Nullable FormBody form)
            throws ProviderUnreachableException {
        Request.Builder request = new Request.Builder()
                .url(url.build())
                .header("Authorization", Credentials.basic(settings.accountSid(), settings.authToken()))
                .header("Accept", "application/json");
        if (form != null) {
            request.post(form);
        }
        return new TwilioResponse(http.call(request.build(), settings.authToken()));
    }
}
