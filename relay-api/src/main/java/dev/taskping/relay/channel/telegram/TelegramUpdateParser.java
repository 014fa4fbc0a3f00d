package dev.taskping.relay.channel.telegram;

import com.pengrad.telegrambot.model.CallbackQuery;
import com.pengrad.telegrambot.model.Message;
import com.pengrad.telegrambot.model.Update;
import com.pengrad.telegrambot.model.message.MaybeInaccessibleMessage;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.InboundUpdate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what Telegram tells a bot: messages and presses of buttons (Bot API, {@code Update}). */
final class TelegramUpdateParser {

    private TelegramUpdateParser() {}

    /** What a person did; empty for everything else that Telegram tells. */
    static Optional<InboundUpdate> read(BotIdentity bot, Update update) {
        String id = String.valueOf(update.updateId());
        Message message = update.message();
        if (message != null && message.from() != null && message.text() != null) {
            Message original = message.replyToMessage();
            boolean inGroup = message.chat().id() < 0;
            return Optional.of(new InboundUpdate.Text(
                    id,
                    String.valueOf(message.chat().id()),
                    inGroup,
                    bot.account(Long.toString(message.from().id())),
                    String.valueOf(message.messageId()),
                    message.text(),
                    original == null ? null : String.valueOf(original.messageId()),
                    InboundUpdate.Text.isAddressed(inGroup, message.text())));
        }
        CallbackQuery query = update.callbackQuery();
        if (query != null && query.data() != null) {
            @Nullable MaybeInaccessibleMessage pressed = query.maybeInaccessibleMessage();
            long chat = pressed == null ? query.from().id() : pressed.chat().id();
            return Optional.of(new InboundUpdate.Press(
                    id,
                    String.valueOf(chat),
                    chat < 0,
                    bot.account(Long.toString(query.from().id())),
                    query.id(),
                    pressed == null ? null : String.valueOf(pressed.messageId()),
                    query.data()));
        }
        return Optional.empty();
    }
}
