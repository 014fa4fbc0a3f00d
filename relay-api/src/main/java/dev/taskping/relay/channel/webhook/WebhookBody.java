package dev.taskping.relay.channel.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.relay.channel.spi.Notification;
import java.util.Optional;

/**
 * The CloudEvent that a receiver gets, in structured JSON: the task's event as it was reported, with the log's tail and what
 * people are told ({@code data.message}); or, for answers and confirmations, one of type {@code dev.taskping.message.v1} whose data is the canonical message.
 */
final class WebhookBody {

    /** Media type of one event (CloudEvents JSON event format, section 3). */
    static final String MEDIA_TYPE = "application/cloudevents+json";

    private final ObjectMapper json = ProtocolJson.mapper();

    /** The body in UTF-8, with the given way to answer. */
    byte[] render(Notification notification, Optional<ReplyOffer> reply) {
        TaskEvent event = notification.event();
        ObjectNode body = event == null ? message(notification) : event(event, notification);
        // CloudEvents extension attributes are simple values, so the reply's parts are attributes of their own.
        reply.ifPresent(offer -> body.put("replyurl", offer.url().toString())
                .put("replytoken", offer.token())
                .put("replyexpires", offer.expires().toString()));
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Delivery " + notification.deliveryId() + " cannot be written as JSON", e);
        }
    }

    private ObjectNode event(TaskEvent event, Notification notification) {
        ObjectNode body = json.valueToTree(event);
        ObjectNode message = json.valueToTree(notification.message());
        message.remove("log");
        body.withObject("/data").set("message", message);
        if (event.data().log() == null && notification.message().log() != null) {
            body.withObject("/data")
                    .set("log", json.valueToTree(notification.message().log()));
        }
        return body;
    }

    private ObjectNode message(Notification notification) {
        ObjectNode body = json.createObjectNode()
                .put("specversion", "1.0")
                .put("id", notification.deliveryId().toString())
                .put("source", "/taskping")
                .put("type", "dev.taskping.message.v1")
                .put("time", notification.createdAt().toString())
                .put("datacontenttype", "application/json");
        if (notification.thread() != null) {
            body.put("subject", notification.thread());
        }
        body.set("data", json.valueToTree(notification.message()));
        return body;
    }
}
