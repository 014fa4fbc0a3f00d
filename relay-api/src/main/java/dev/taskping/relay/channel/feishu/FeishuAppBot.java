package dev.taskping.relay.channel.feishu;

import dev.taskping.relay.channel.feishu.FeishuApiClient.Content;
import dev.taskping.relay.channel.http.AttachmentReply;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.render.Attachment;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An app's bot: cards with buttons, edits in place, answers below a message, what is too long as a file. */
@ApplicationScoped
public class FeishuAppBot {

    /** The app may not look at chats, which it need not to write to one. */
    private static final Set<Integer> MAY_NOT_LOOK = Set.of(99991672, 99991679);

    private final FeishuApiClient api;

    /** Calls through the given client. */
    public FeishuAppBot(FeishuApiClient api) {
        this.api = api;
    }

    /** Everything about one message that does not change while it is being sent. */
    private record Draft(FeishuSettings settings, String chat, Notification notification, FeishuRendering rendering) {

        Content card() {
            return Content.card(rendering.card());
        }

        Content plain() {
            return Content.post(rendering.card().toPost());
        }

        String uuid() {
            return notification.deliveryId().toString();
        }
    }

    DeliveryResult send(FeishuSettings settings, Notification notification) throws ProviderUnreachableException {
        boolean heard = settings.verificationToken() != null || settings.encryptKey() != null;
        Draft draft = new Draft(
                settings,
                chatOf(settings, notification.placement()),
                notification,
                FeishuRendering.of(notification.message(), notification.event(), BotKind.APP, heard));
        return switch (notification.placement()) {
            case Placement.Fresh fresh -> post(draft);
            case Placement.ReplyTo reply -> reply(draft, reply.reference());
            case Placement.EditOf edit -> edit(draft, edit);
        };
    }

    private static String chatOf(FeishuSettings settings, Placement placement) {
        @Nullable
        String conversation =
                switch (placement) {
                    case Placement.Fresh fresh -> null;
                    case Placement.ReplyTo reply -> reply.conversation();
                    case Placement.EditOf edit -> edit.conversation();
                };
        return conversation == null ? String.valueOf(settings.chatId()) : conversation;
    }

    private DeliveryResult post(Draft draft) throws ProviderUnreachableException {
        FeishuResponse answer = api.send(draft.settings(), draft.chat(), draft.card(), draft.uuid());
        if (FeishuErrorMapper.isAboutContent(answer)) {
            answer = api.send(draft.settings(), draft.chat(), draft.plain(), draft.uuid());
        }
        return delivered(draft, answer);
    }

    private DeliveryResult reply(Draft draft, String reference) throws ProviderUnreachableException {
        FeishuResponse answer = api.reply(draft.settings(), reference, draft.card(), draft.uuid());
        // Either the message answered is gone, or the card refused: both have one number.
        boolean anew = FeishuErrorMapper.isAboutMessage(answer) || FeishuErrorMapper.isAboutContent(answer);
        return anew ? post(draft) : delivered(draft, answer);
    }

    private DeliveryResult edit(Draft draft, Placement.EditOf edit) throws ProviderUnreachableException {
        FeishuResponse answer =
                api.edit(draft.settings(), edit.reference(), draft.rendering().card());
        boolean refused = FeishuErrorMapper.isAboutMessage(answer) || FeishuErrorMapper.isAboutContent(answer);
        if (answer.isOk() || (refused && !edit.orAnew())) {
            return new DeliveryResult.Delivered(edit.reference());
        }
        return refused ? post(draft) : FeishuErrorMapper.toResult(answer);
    }

    private DeliveryResult delivered(Draft draft, FeishuResponse answer) {
        if (!answer.isOk()) {
            return FeishuErrorMapper.toResult(answer);
        }
        String messageId = answer.data().path("message_id").asText();
        draft.rendering()
                .attachment()
                .ifPresent(file ->
                        AttachmentReply.put(draft.notification().deliveryId(), file, new Below(api, draft, messageId)));
        return new DeliveryResult.Delivered(messageId);
    }

    /** Below a message, where both a file and the lack of it belong. */
    private record Below(FeishuApiClient api, Draft draft, String messageId) implements AttachmentReply.Place {

        @Override
        public DeliveryResult put(Attachment file) throws ProviderUnreachableException {
            FeishuResponse answer = api.upload(draft.settings(), file);
            if (answer.isOk()) {
                String key = answer.data().path("file_key").asText();
                answer = api.reply(draft.settings(), messageId, Content.file(key), draft.uuid() + "-file");
            }
            return answer.isOk() ? new DeliveryResult.Delivered(messageId) : FeishuErrorMapper.toResult(answer);
        }

        @Override
        public void admit(String missing) throws ProviderUnreachableException {
            String words = missing + ". Answer \"logs 200\" to get more of it.";
            api.reply(draft.settings(), messageId, Content.post(FeishuCard.post("", words)), draft.uuid() + "-note");
        }
    }

    ChannelCheck check(FeishuSettings settings) throws ProviderUnreachableException {
        String chat = String.valueOf(settings.chatId());
        FeishuResponse membership = api.isInChat(settings, chat);
        if (MAY_NOT_LOOK.contains(membership.code())) {
            return new ChannelCheck(
                    true, "Verified", "The app works. With the scope im:chat:readonly its chat would be checked too.");
        }
        if (!membership.isOk()) {
            return FeishuErrorMapper.toCheck(membership);
        }
        if (!membership.data().path("is_in_chat").asBoolean()) {
            return new ChannelCheck(
                    false, "UnknownChat", "The bot is not in the chat " + chat + ": add it in the chat's settings.");
        }
        String name = api.chat(settings, chat).data().path("name").asText();
        return new ChannelCheck(
                true, "Verified", name.isEmpty() ? "Delivers to " + chat + "." : "Delivers to the chat " + name + ".");
    }
}
