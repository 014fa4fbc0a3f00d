package dev.taskping.relay.channel.webhook;

import dev.taskping.relay.channel.http.AddressRefusedException;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.ErrorText;
import dev.taskping.relay.channel.http.RetryAfterHeader;
import dev.taskping.relay.channel.http.StandardWebhookSignature;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.MachineReplies;
import dev.taskping.relay.channel.spi.Notification;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jboss.logging.Logger;

/** Delivers CloudEvents to a URL, signed as Standard Webhooks says. The reference is the webhook-id, which is the delivery's id. */
@ApplicationScoped
public class WebhookAdapter implements ChannelAdapter<WebhookSettings> {

    private static final Logger LOG = Logger.getLogger(WebhookAdapter.class);
    private static final MediaType CLOUD_EVENT = MediaType.get(WebhookBody.MEDIA_TYPE);

    /** What a receiver says beyond this is not read, and its connection not used again. */
    private static final long MAX_ANSWER_BYTES = 64 * 1024;

    private final OkHttpClient client;
    private final Function<Notification, Optional<ReplyOffer>> replyOffers;
    private final Clock clock;
    private final WebhookBody body = new WebhookBody();

    @Inject
    public WebhookAdapter(ChannelHttpClient http, WebhookReplyOffers replyOffers, Clock clock) {
        this(http, replyOffers::offer, clock);
    }

    WebhookAdapter(ChannelHttpClient http, Function<Notification, Optional<ReplyOffer>> replyOffers, Clock clock) {
        this.client = http.client();
        this.replyOffers = replyOffers;
        this.clock = clock;
    }

    @Override
    public Class<WebhookSettings> settingsType() {
        return WebhookSettings.class;
    }

    @Override
    public DeliveryResult send(WebhookSettings settings, Notification notification) {
        HttpUrl url = HttpUrl.get(settings.url());
        if (url == null) {
            return new DeliveryResult.Rejected("The channel's url must begin with http:// or https://.");
        }
        StandardWebhookSignature signature;
        try {
            signature = new StandardWebhookSignature(settings.signingSecret());
        } catch (IllegalArgumentException e) {
            return new DeliveryResult.Rejected(String.valueOf(e.getMessage()));
        }
        Optional<ReplyOffer> offer =
                settings.machineReplies() == MachineReplies.NONE ? Optional.empty() : replyOffers.apply(notification);
        Request request = request(url, notification, offer, signature);
        try (Response response = client.newCall(request).execute()) {
            drain(response);
            return resultOf(response, notification);
        } catch (AddressRefusedException e) {
            return new DeliveryResult.Rejected(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new DeliveryResult.Failed(ErrorText.of(url.host(), e, settings.signingSecret()));
        }
    }

    private Request request(
            HttpUrl url, Notification notification, Optional<ReplyOffer> offer, StandardWebhookSignature signature) {
        byte[] content = body.render(notification, offer);
        String id = notification.deliveryId().toString();
        long timestamp = clock.instant().getEpochSecond();
        return new Request.Builder()
                .url(url)
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(timestamp))
                .header("webhook-signature", signature.sign(id, timestamp, content))
                .header("User-Agent", "TaskPing")
                .post(RequestBody.create(content, CLOUD_EVENT))
                .build();
    }

    /**
     * Reads a small answer to its end, so that the connection can serve the next message. The status has been said by then:
     * an answer that breaks off changes nothing.
     */
    private static void drain(Response response) {
        try {
            response.body().source().request(MAX_ANSWER_BYTES);
        } catch (IOException e) {
            LOG.debugf(
                    "Could not read the whole answer of %s: %s",
                    response.request().url().host(), e.getMessage());
        }
    }

    private DeliveryResult resultOf(Response response, Notification notification) {
        int status = response.code();
        String host = response.request().url().host();
        if (response.isSuccessful()) {
            return new DeliveryResult.Delivered(notification.deliveryId().toString());
        }
        if (response.isRedirect()) {
            HttpUrl target = Optional.ofNullable(response.header("Location"))
                    .map(location -> response.request().url().resolve(location))
                    .orElse(null);
            return new DeliveryResult.Rejected(host + " answers " + status + " and redirects"
                    + (target == null ? "" : " to " + target.scheme() + "://" + target.host() + target.encodedPath())
                    + "; redirects are not followed. Put the final address into the channel's url.");
        }
        Optional<Duration> pause = status == 429 || status == 503
                ? RetryAfterHeader.read(response.header("Retry-After"), clock.instant())
                : Optional.empty();
        if (pause.isPresent()) {
            return new DeliveryResult.RetryAfter(pause.get(), host + " answers " + status + " and asks to wait");
        }
        return switch (status) {
            case 410 ->
                new DeliveryResult.Rejected(
                        host + " answers 410: the receiver is gone. Delete the channel or change its" + " url.");
            case 400, 413, 415, 422 ->
                new DeliveryResult.Rejected(host + " answers " + status
                        + ": it does not take CloudEvents in application/cloudevents+json.");
            case 401 ->
                new DeliveryResult.Rejected(host
                        + " answers 401: it does not accept our signature. Compare the signing secrets on both sides.");
            case 403 ->
                new DeliveryResult.Failed(
                        host + " answers 403: it lets nobody in. Check what stands before the receiver.");
            case 404, 405 ->
                new DeliveryResult.Failed(
                        host + " answers " + status + ": nothing takes POST requests there. Check the channel's url.");
            default -> new DeliveryResult.Failed(host + " answers " + status);
        };
    }

    @Override
    public ChannelCheck check(WebhookSettings settings) {
        HttpUrl url = HttpUrl.get(settings.url());
        if (url == null) {
            return new ChannelCheck(false, "Unreachable", "The channel's url must begin with http:// or https://.");
        }
        try {
            new StandardWebhookSignature(settings.signingSecret());
            // CloudEvents webhooks announce themselves so; whatever the answer is, somebody is there.
            Request request = new Request.Builder()
                    .url(url)
                    .method("OPTIONS", null)
                    .header("WebHook-Request-Origin", "taskping.dev")
                    .build();
            try (Response response = client.newCall(request).execute()) {
                drain(response);
                return new ChannelCheck(
                        true, "Verified", url.host() + " can be reached; it answers " + response.code() + ".");
            }
        } catch (IllegalArgumentException e) {
            return new ChannelCheck(false, "Unauthorized", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new ChannelCheck(false, "Unreachable", ErrorText.of(url.host(), e, settings.signingSecret()));
        }
    }
}
