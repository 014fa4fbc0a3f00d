package dev.taskping.relay.channel.discord;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.http.JsonResponse;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Delivers to a Discord channel: by a bot with buttons, or by an incoming webhook without. Mentions reach nobody, the
 * delivery's id keeps a bot's message from being doubled, and edits are made in place. The reference is the message's id.
 */
@ApplicationScoped
public class DiscordAdapter implements ChannelAdapter<DiscordSettings> {

    /** Message resource, "Message Flags": no sound, no notification. */
    private static final int SUPPRESS_NOTIFICATIONS = 1 << 12;

    private final DiscordApiClient api;

    /** Calls through the given client. */
    public DiscordAdapter(DiscordApiClient api) {
        this.api = api;
    }

    @Override
    public Class<DiscordSettings> settingsType() {
        return DiscordSettings.class;
    }

    /** Everything about one message that does not change while it is being sent. */
    private record Draft(DiscordSettings settings, Notification notification, DiscordRendering rendering) {

        Draft as(DiscordRendering other) {
            return new Draft(settings, notification, other);
        }

        @Nullable
        String channel() {
            String conversation =
                    switch (notification.placement()) {
                        case Placement.Fresh fresh -> null;
                        case Placement.ReplyTo reply -> reply.conversation();
                        case Placement.EditOf edit -> edit.conversation();
                    };
            return conversation == null ? settings.channelId() : conversation;
        }
    }

    private interface Call {
        JsonResponse make(Draft draft) throws ProviderUnreachableException;
    }

    @Override
    public DeliveryResult send(DiscordSettings settings, Notification notification) {
        // Presses reach us through the application's interactions endpoint, which needs the application's key.
        boolean answerable = settings.webhookUrl() == null && settings.publicKey() != null;
        Draft draft = new Draft(
                settings, notification, DiscordRendering.of(notification.message(), notification.event(), answerable));
        try {
            return notification.placement() instanceof Placement.EditOf edit ? edit(draft, edit) : post(draft);
        } catch (ProviderUnreachableException e) {
            return e.toResult();
        }
    }

    private DeliveryResult post(Draft draft) throws ProviderUnreachableException {
        JsonResponse answer = patiently(draft, this::postWithReference);
        return DiscordErrorMapper.messageId(answer)
                .<DeliveryResult>map(DeliveryResult.Delivered::new)
                .orElseGet(() -> DiscordErrorMapper.toResult(answer));
    }

    private JsonResponse postWithReference(Draft draft) throws ProviderUnreachableException {
        JsonResponse answer = api.post(
                draft.settings(),
                draft.channel(),
                fresh(draft, true),
                draft.rendering().attachment());
        return DiscordErrorMapper.isAboutReplying(answer)
                ? api.post(
                        draft.settings(),
                        draft.channel(),
                        fresh(draft, false),
                        draft.rendering().attachment())
                : answer;
    }

    private DeliveryResult edit(Draft draft, Placement.EditOf edit) throws ProviderUnreachableException {
        JsonResponse answer = patiently(
                draft,
                version -> api.patch(
                        version.settings(),
                        version.channel(),
                        edit.reference(),
                        body(version.rendering()),
                        version.rendering().attachment()));
        if (answer.isSuccessful()) {
            return new DeliveryResult.Delivered(edit.reference());
        }
        if (!DiscordErrorMapper.isAboutEditing(answer)) {
            return DiscordErrorMapper.toResult(answer);
        }
        return edit.orAnew() ? post(draft) : new DeliveryResult.Delivered(edit.reference());
    }

    /** Rather without the file, and rather as plain text, than not at all. */
    private static JsonResponse patiently(Draft draft, Call call) throws ProviderUnreachableException {
        JsonResponse answer = call.make(draft);
        if (draft.rendering().attachment().isPresent() && DiscordErrorMapper.mayBeAboutFile(answer)) {
            answer = call.make(draft.as(draft.rendering().withoutFile()));
        }
        return DiscordErrorMapper.isAboutForm(answer)
                ? call.make(draft.as(DiscordRendering.plain(draft.notification().message())))
                : answer;
    }

    private static ObjectNode body(DiscordRendering rendering) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("content", rendering.content());
        body.set("embeds", rendering.embeds());
        body.set("components", rendering.components());
        // Of a message that is edited only the files named here stay.
        body.putArray("attachments");
        body.putObject("allowed_mentions").putArray("parse");
        return body;
    }

    private static ObjectNode fresh(Draft draft, boolean withReference) {
        ObjectNode body = body(draft.rendering());
        Notification notification = draft.notification();
        if (notification.event() != null && notification.message().severity() == Severity.INFO) {
            body.put("flags", SUPPRESS_NOTIFICATIONS);
        }
        if (draft.settings().webhookUrl() != null) {
            return body;
        }
        // Create Message: the same nonce again within a few minutes gives the first message, and no second one.
        body.put("nonce", nonce(notification.deliveryId())).put("enforce_nonce", true);
        if (withReference && notification.placement() instanceof Placement.ReplyTo reply) {
            body.putObject("message_reference")
                    .put("message_id", reply.reference())
                    .put("fail_if_not_exists", false);
        }
        return body;
    }

    /** At most 25 characters (Create Message): the id's 16 bytes in 22. */
    private static String nonce(UUID id) {
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public ChannelCheck check(DiscordSettings settings) {
        try {
            return settings.webhookUrl() == null ? checkBot(settings) : checkWebhook(settings);
        } catch (ProviderUnreachableException e) {
            return e.toCheck();
        }
    }

    private ChannelCheck checkBot(DiscordSettings settings) throws ProviderUnreachableException {
        JsonResponse bot = api.get(settings, "users/@me");
        if (!bot.isSuccessful()) {
            return DiscordErrorMapper.toCheck(bot);
        }
        JsonResponse channel = api.get(settings, "channels/" + settings.channelId());
        return channel.isSuccessful()
                ? new ChannelCheck(
                        true,
                        "Verified",
                        "Delivers by the bot " + bot.body().path("username").asText() + " to "
                                + Optional.of(channel.body().path("name").asText())
                                        .filter(name -> !name.isEmpty())
                                        .map(name -> "#" + name)
                                        .orElse("a direct message")
                                + ".")
                : DiscordErrorMapper.toCheck(channel);
    }

    private ChannelCheck checkWebhook(DiscordSettings settings) throws ProviderUnreachableException {
        JsonResponse webhook = api.getWebhook(settings);
        return webhook.isSuccessful()
                ? new ChannelCheck(
                        true,
                        "Verified",
                        "Delivers by the webhook " + webhook.body().path("name").asText() + ".")
                : DiscordErrorMapper.toCheck(webhook);
    }
}
