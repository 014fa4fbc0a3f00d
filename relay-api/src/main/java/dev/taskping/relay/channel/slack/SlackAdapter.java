package dev.taskping.relay.channel.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.relay.channel.http.AttachmentReply;
import dev.taskping.relay.channel.http.JsonResponse;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Delivers to a Slack channel: by an app's bot with buttons, edits in place and files in the message's thread, or by an incoming
 * webhook, which has none of these. The reference is the message's timestamp; a webhook tells none, so there it is the
 * delivery's id. Slack documents no idempotency key: a message that was taken and not confirmed may come twice.
 */
@ApplicationScoped
public class SlackAdapter implements ChannelAdapter<SlackSettings> {

    private static final Pattern TIMESTAMP = Pattern.compile("\\d+\\.\\d+");

    private final SlackApiClient api;
    private final SlackCheck check;

    /** Calls through the given client. */
    public SlackAdapter(SlackApiClient api) {
        this.api = api;
        this.check = new SlackCheck(api);
    }

    @Override
    public Class<SlackSettings> settingsType() {
        return SlackSettings.class;
    }

    @Override
    public DeliveryResult send(SlackSettings settings, Notification notification) {
        try {
            if (settings.webhookUrl() != null) {
                return toWebhook(settings, notification);
            }
            return notification.placement() instanceof Placement.EditOf edit
                    ? edit(settings, notification, edit)
                    : post(settings, notification);
        } catch (ProviderUnreachableException e) {
            return e.toResult();
        }
    }

    private DeliveryResult toWebhook(SlackSettings settings, Notification notification)
            throws ProviderUnreachableException {
        SlackRendering rendering = SlackRendering.of(notification.message(), notification.event(), false, false);
        JsonResponse answer = api.callWebhook(settings, body(rendering));
        if (SlackErrorMapper.isAboutForm(answer)) {
            answer = api.callWebhook(settings, body(SlackRendering.plain(notification.message(), false)));
        }
        return answer.isSuccessful()
                ? new DeliveryResult.Delivered(notification.deliveryId().toString())
                : SlackErrorMapper.toResult(answer);
    }

    private DeliveryResult post(SlackSettings settings, Notification notification) throws ProviderUnreachableException {
        @Nullable String thread = thread(notification.placement());
        SlackRendering rendering = rendering(settings, notification);
        JsonResponse answer = api.call(settings, "chat.postMessage", fresh(settings, notification, rendering, thread));
        if (SlackErrorMapper.isAboutForm(answer)) {
            rendering = SlackRendering.plain(notification.message(), true);
            answer = api.call(settings, "chat.postMessage", fresh(settings, notification, rendering, thread));
        }
        if (SlackErrorMapper.isOne(answer)) {
            return SlackErrorMapper.toResult(answer);
        }
        String timestamp = answer.body().path("ts").asText();
        attach(settings, notification, rendering, thread == null ? timestamp : thread);
        return new DeliveryResult.Delivered(timestamp);
    }

    private DeliveryResult edit(SlackSettings settings, Notification notification, Placement.EditOf edit)
            throws ProviderUnreachableException {
        SlackRendering rendering = rendering(settings, notification);
        JsonResponse answer = api.call(settings, "chat.update", change(settings, notification, rendering, edit));
        if (SlackErrorMapper.isAboutForm(answer)) {
            rendering = SlackRendering.plain(notification.message(), true);
            answer = api.call(settings, "chat.update", change(settings, notification, rendering, edit));
        }
        if (SlackErrorMapper.isAboutEditing(answer)) {
            return edit.orAnew() ? post(settings, notification) : new DeliveryResult.Delivered(edit.reference());
        }
        if (SlackErrorMapper.isOne(answer)) {
            return SlackErrorMapper.toResult(answer);
        }
        attach(settings, notification, rendering, edit.reference());
        return new DeliveryResult.Delivered(edit.reference());
    }

    /** A slash command is no message that something could stand below. */
    private static @Nullable String thread(Placement placement) {
        return placement instanceof Placement.ReplyTo reply
                        && TIMESTAMP.matcher(reply.reference()).matches()
                ? reply.reference()
                : null;
    }

    private void attach(SlackSettings settings, Notification notification, SlackRendering rendering, String thread) {
        rendering
                .attachment()
                .ifPresent(file -> AttachmentReply.put(
                        notification.deliveryId(),
                        file,
                        new SlackThread(api, settings, channel(settings, notification), thread)));
    }

    private static SlackRendering rendering(SlackSettings settings, Notification notification) {
        // Presses reach us as requests signed with the app's secret; without it nobody could believe them.
        boolean answerable = settings.signingSecret() != null;
        return SlackRendering.of(notification.message(), notification.event(), answerable, true);
    }

    private static ObjectNode fresh(
            SlackSettings settings, Notification notification, SlackRendering rendering, @Nullable String thread) {
        ObjectNode body = body(rendering).put("channel", channel(settings, notification));
        return thread == null ? body : body.put("thread_ts", thread);
    }

    private static ObjectNode change(
            SlackSettings settings, Notification notification, SlackRendering rendering, Placement.EditOf edit) {
        return body(rendering).put("channel", channel(settings, notification)).put("ts", edit.reference());
    }

    private static String channel(SlackSettings settings, Notification notification) {
        @Nullable
        String conversation =
                switch (notification.placement()) {
                    case Placement.Fresh fresh -> null;
                    case Placement.ReplyTo reply -> reply.conversation();
                    case Placement.EditOf edit -> edit.conversation();
                };
        return conversation == null ? String.valueOf(settings.channel()) : conversation;
    }

    /** {@code chat.update} would look for names and links in the text by itself (its page, Formatting). */
    private static ObjectNode body(SlackRendering rendering) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("text", rendering.text())
                .put("parse", "none")
                .put("link_names", false)
                .put("mrkdwn", false)
                .put("unfurl_links", false)
                .put("unfurl_media", false);
        body.set("blocks", rendering.blocks());
        return body;
    }

    @Override
    public ChannelCheck check(SlackSettings settings) {
        try {
            return settings.webhookUrl() == null ? check.ofBot(settings) : check.ofWebhook(settings);
        } catch (ProviderUnreachableException e) {
            return e.toCheck();
        }
    }
}
