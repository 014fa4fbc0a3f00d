package dev.taskping.relay.channel.feishu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.relay.channel.ChannelCheck;
import dev.taskping.relay.channel.DeliveryResult;
import dev.taskping.relay.channel.Notification;
import dev.taskping.relay.channel.Notification.Placement;
import dev.taskping.relay.channel.http.JsonApi;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
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

    private final JsonApi http;
    private final Clock clock;

    /** Uses the given client. */
    public FeishuCustomBot(JsonApi http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    DeliveryResult send(ChannelSettings.Feishu settings, URI webhook, Notification notification)
            throws ProviderUnreachableException {
        if (notification.placement() instanceof Placement.EditOf edit && !edit.orAnew()) {
            return new DeliveryResult.Delivered(edit.reference());
        }
        FeishuCard card = FeishuRendering.of(notification.message(), notification.event(), BotKind.CUSTOM, false)
                .card();
        ObjectNode body = signed(settings).put("msg_type", "interactive");
        body.set("card", card.toCard());
        FeishuAnswer answer = call(settings, webhook, body);
        if (FeishuRefusal.isAboutContent(answer)) {
            ObjectNode plain = signed(settings).put("msg_type", "post");
            plain.putObject("content").set("post", card.toPost());
            answer = call(settings, webhook, plain);
        }
        return answer.isOk()
                ? new DeliveryResult.Delivered(notification.deliveryId().toString())
                : FeishuRefusal.toResult(answer);
    }

    /** Sends nothing, which the bot refuses, but only once it knows address and signature; nobody is bothered. */
    ChannelCheck check(ChannelSettings.Feishu settings, URI webhook) throws ProviderUnreachableException {
        FeishuAnswer answer = call(settings, webhook, signed(settings));
        boolean known = answer.isOk() || FeishuRefusal.isAboutContent(answer);
        return known
                ? new ChannelCheck(true, "Verified", "The group's custom bot answers.")
                : FeishuRefusal.toCheck(answer);
    }

    private ObjectNode signed(ChannelSettings.Feishu settings) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (settings.signingSecret() != null) {
            long now = clock.instant().getEpochSecond();
            body.put("timestamp", Long.toString(now)).put("sign", FeishuSignature.sign(now, settings.signingSecret()));
        }
        return body;
    }

    private FeishuAnswer call(ChannelSettings.Feishu settings, URI webhook, ObjectNode body)
            throws ProviderUnreachableException {
        HttpUrl url = JsonApi.url(webhook);
        List<String> path = url.pathSegments();
        Request request =
                new Request.Builder().url(url).post(JsonApi.body(body)).build();
        return new FeishuAnswer(http.call(request, path.getLast(), settings.signingSecret()));
    }
}
