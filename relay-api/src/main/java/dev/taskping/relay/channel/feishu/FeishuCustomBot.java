package dev.taskping.relay.channel.feishu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.relay.channel.http.JsonApiClient;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * A group's custom bot: one address that takes messages. It names no message it took, so that there is neither editing nor
 * answering below, takes no files and hears of no button.
 */
@ApplicationScoped
public class FeishuCustomBot {

    private final JsonApiClient http;
    private final Clock clock;

    /** Uses the given client. */
    public FeishuCustomBot(JsonApiClient http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    DeliveryResult send(FeishuSettings settings, URI webhook, Notification notification)
            throws ProviderUnreachableException {
        if (notification.placement() instanceof Placement.EditOf edit && !edit.orAnew()) {
            return new DeliveryResult.Delivered(edit.reference());
        }
        FeishuCard card = FeishuRendering.of(notification.message(), notification.event(), BotKind.CUSTOM, false)
                .card();
        ObjectNode body = signed(settings).put("msg_type", "interactive");
        body.set("card", card.toCard());
        FeishuResponse answer = call(settings, webhook, body);
        if (FeishuErrorMapper.isAboutContent(answer)) {
            ObjectNode plain = signed(settings).put("msg_type", "post");
            plain.putObject("content").set("post", card.toPost());
            answer = call(settings, webhook, plain);
        }
        return answer.isOk()
                ? new DeliveryResult.Delivered(notification.deliveryId().toString())
                : FeishuErrorMapper.toResult(answer);
    }

    /** Sends nothing, which the bot refuses, but only once it knows address and signature; nobody is bothered. */
    ChannelCheck check(FeishuSettings settings, URI webhook) throws ProviderUnreachableException {
        FeishuResponse answer = call(settings, webhook, signed(settings));
        boolean known = answer.isOk() || FeishuErrorMapper.isAboutContent(answer);
        return known
                ? new ChannelCheck(true, "Verified", "The group's custom bot answers.")
                : FeishuErrorMapper.toCheck(answer);
    }

    private ObjectNode signed(FeishuSettings settings) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (settings.signingSecret() != null) {
            long now = clock.instant().getEpochSecond();
            body.put("timestamp", Long.toString(now)).put("sign", FeishuSignature.sign(now, settings.signingSecret()));
        }
        return body;
    }

    private FeishuResponse call(FeishuSettings settings, URI webhook, ObjectNode body)
            throws ProviderUnreachableException {
        HttpUrl url = JsonApiClient.url(webhook);
        List<String> path = url.pathSegments();
        Request request =
                new Request.Builder().url(url).post(JsonApiClient.body(body)).build();
        return new FeishuResponse(http.call(request, path.getLast(), settings.signingSecret()));
    }
}
