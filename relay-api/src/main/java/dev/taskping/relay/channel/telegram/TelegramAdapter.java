package dev.taskping.relay.channel.telegram;

import com.pengrad.telegrambot.model.LinkPreviewOptions;
import com.pengrad.telegrambot.model.request.ParseMode;
import com.pengrad.telegrambot.model.request.ReplyParameters;
import com.pengrad.telegrambot.request.AbstractSendRequest;
import com.pengrad.telegrambot.request.EditMessageText;
import com.pengrad.telegrambot.request.GetMe;
import com.pengrad.telegrambot.request.SendDocument;
import com.pengrad.telegrambot.request.SendMessage;
import com.pengrad.telegrambot.response.BaseResponse;
import com.pengrad.telegrambot.response.GetMeResponse;
import com.pengrad.telegrambot.response.SendResponse;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.http.AttachmentReply;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.render.Attachment;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Delivers by a Telegram bot: HTML by construction, buttons that carry an action's id, edits in place, what is too long as a
 * file below the message. The reference is the message's id.
 */
@ApplicationScoped
public class TelegramAdapter implements ChannelAdapter<TelegramSettings> {

    private static final Duration UNTIL_PAIRED = Duration.ofMinutes(5);

    private final TelegramApiClient api;

    /** Calls through the given client. */
    public TelegramAdapter(TelegramApiClient api) {
        this.api = api;
    }

    @Override
    public Class<TelegramSettings> settingsType() {
        return TelegramSettings.class;
    }

    @Override
    public DeliveryResult send(TelegramSettings settings, Notification notification) {
        Optional<Long> chat = chatOf(settings, notification.placement());
        if (chat.isEmpty()) {
            return new DeliveryResult.RetryAfter(
                    UNTIL_PAIRED, "No chat is known yet; a person must pair first by opening the channel's link.");
        }
        try {
            Draft draft = new Draft(
                    settings,
                    chat.get(),
                    notification,
                    TelegramRendering.of(notification.message(), notification.event()));
            return notification.placement() instanceof Placement.EditOf edit ? edit(draft, edit) : post(draft);
        } catch (ProviderUnreachableException e) {
            return e.toResult();
        }
    }

    /** Everything about one message that does not change while it is being sent. */
    private record Draft(TelegramSettings settings, long chat, Notification notification, TelegramRendering rendering) {

        Draft in(long otherChat) {
            return new Draft(settings, otherChat, notification, rendering);
        }
    }

    private static Optional<Long> chatOf(TelegramSettings settings, Placement placement) {
        @Nullable
        String conversation =
                switch (placement) {
                    case Placement.Fresh fresh -> null;
                    case Placement.ReplyTo reply -> reply.conversation();
                    case Placement.EditOf edit -> edit.conversation();
                };
        return conversation == null ? Optional.ofNullable(settings.chatId()) : Optional.of(Long.valueOf(conversation));
    }

    private DeliveryResult post(Draft draft) throws ProviderUnreachableException {
        SendResponse response = api.call(draft.settings(), message(draft, true));
        if (TelegramErrorMapper.isAboutMarkup(response)) {
            response = api.call(draft.settings(), message(draft, false));
        }
        Optional<Long> movedTo = TelegramErrorMapper.movedTo(response);
        if (movedTo.isPresent()) {
            return post(draft.in(movedTo.get()));
        }
        if (!response.isOk()) {
            return TelegramErrorMapper.toResult(response);
        }
        int messageId = response.message().messageId();
        draft.rendering()
                .attachment()
                .ifPresent(file ->
                        AttachmentReply.put(draft.notification().deliveryId(), file, new Below(api, draft, messageId)));
        return new DeliveryResult.Delivered(Integer.toString(messageId));
    }

    private static SendMessage message(Draft draft, boolean markup) {
        TelegramRendering rendering = draft.rendering();
        SendMessage request = new SendMessage(draft.chat(), markup ? rendering.html() : rendering.plain())
                .linkPreviewOptions(new LinkPreviewOptions().isDisabled(true))
                .disableNotification(isQuiet(draft.notification()));
        if (markup) {
            request.parseMode(ParseMode.HTML);
        }
        if (draft.rendering().keyboard().inlineKeyboard().length > 0) {
            request.replyMarkup(draft.rendering().keyboard());
        }
        if (draft.notification().placement() instanceof Placement.ReplyTo reply) {
            below(request, Integer.parseInt(reply.reference()));
        }
        return request;
    }

    /** News that nobody waits for arrives without a sound. */
    private static boolean isQuiet(Notification notification) {
        return notification.event() != null && notification.message().severity() == Severity.INFO;
    }

    private static void below(AbstractSendRequest<?> request, int messageId) {
        request.replyParameters(new ReplyParameters(messageId).allowSendingWithoutReply(true));
    }

    private DeliveryResult edit(Draft draft, Placement.EditOf edit) throws ProviderUnreachableException {
        BaseResponse response = api.call(draft.settings(), change(draft, edit, true));
        if (TelegramErrorMapper.isAboutMarkup(response)) {
            response = api.call(draft.settings(), change(draft, edit, false));
        }
        if (response.isOk() || TelegramErrorMapper.isUnchanged(response)) {
            return new DeliveryResult.Delivered(edit.reference());
        }
        if (!TelegramErrorMapper.isAboutEditing(response)) {
            return TelegramErrorMapper.toResult(response);
        }
        // The person has deleted it, or it is too old to be edited.
        return edit.orAnew() ? post(draft) : new DeliveryResult.Delivered(edit.reference());
    }

    private static EditMessageText change(Draft draft, Placement.EditOf edit, boolean markup) {
        TelegramRendering rendering = draft.rendering();
        EditMessageText request = new EditMessageText(
                        draft.chat(), Integer.parseInt(edit.reference()), markup ? rendering.html() : rendering.plain())
                .linkPreviewOptions(new LinkPreviewOptions().isDisabled(true))
                .replyMarkup(rendering.keyboard());
        return markup ? request.parseMode(ParseMode.HTML) : request;
    }

    /** Below a message, where both a file and the lack of it belong. */
    private record Below(TelegramApiClient api, Draft draft, int messageId) implements AttachmentReply.Place {

        @Override
        public DeliveryResult put(Attachment file) throws ProviderUnreachableException {
            SendDocument request = new SendDocument((Object) draft.chat(), file.bytes())
                    .fileName(file.fileName())
                    .contentType("text/plain")
                    .disableNotification(true);
            below(request, messageId);
            SendResponse response = api.call(draft.settings(), request);
            return response.isOk()
                    ? new DeliveryResult.Delivered(Integer.toString(messageId))
                    : TelegramErrorMapper.toResult(response);
        }

        @Override
        public void admit(String missing) throws ProviderUnreachableException {
            SendMessage request = new SendMessage(draft.chat(), missing + ". Answer \"logs 200\" to get more of it.");
            below(request, messageId);
            api.call(draft.settings(), request);
        }
    }

    @Override
    public ChannelCheck check(TelegramSettings settings) {
        try {
            GetMeResponse response = api.call(settings, new GetMe());
            if (!response.isOk()) {
                return TelegramErrorMapper.toCheck(response);
            }
            String bot = "@" + response.user().username();
            return settings.chatId() == null
                    ? new ChannelCheck(
                            false,
                            "AwaitingPairing",
                            "The bot " + bot + " works; it needs a person who opens the link and presses Start.")
                    : new ChannelCheck(true, "Verified", "Delivers by the bot " + bot + ".");
        } catch (ProviderUnreachableException e) {
            return e.toCheck();
        }
    }
}
