package dev.taskping.relay.channel.telegram;

import com.pengrad.telegrambot.model.CallbackQuery;
import com.pengrad.telegrambot.model.Message;
import com.pengrad.telegrambot.model.Update;
import com.pengrad.telegrambot.model.User;
import com.pengrad.telegrambot.model.message.MaybeInaccessibleMessage;
import dev.taskping.relay.channel.spi.AnonymousText;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.InboundUpdate.Addressee;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.commons.lang3.StringUtils;
import org.jspecify.annotations.Nullable;

/** Reads what Telegram tells a bot: messages and presses of buttons (Bot API, {@code Update}). */
final class TelegramUpdateParser {

    /**
     * Accounts that many people share (Bot API, {@code Message}): Telegram's own, which forwards posts of channels; anonymous
     * administrators of groups; and whoever writes as a channel.
     */
    private static final Set<Long> SHARED_ACCOUNTS = Set.of(777000L, 1087968824L, 136817688L);

    private static final String WRITE_AS_YOURSELF =
            "I cannot tell who you are, because Telegram shows me a shared account. Write as"
                    + " yourself: switch off \"Remain anonymous\" in your administrator rights, or choose your own account beside the text"
                    + " field.";

    /** What Telegram told. */
    sealed interface Read {

        /** A person did something. */
        record ByPerson(InboundUpdate update) implements Read {}

        /** Somebody wrote who cannot be recognised. */
        record ByAnybody(AnonymousText text) implements Read {}

        /** Something that is not meant for this bot, or nothing that a person did. */
        record Nothing() implements Read {}
    }

    private TelegramUpdateParser() {}

    /**
     * Reads an update.
     *
     * @param name supplies the bot's name without {@code @}; asked only if the update names a bot
     */
    static Read read(BotIdentity bot, Supplier<String> name, Update update) {
        String id = String.valueOf(update.updateId());
        Message message = update.message();
        if (message != null && message.from() != null && message.text() != null) {
            return text(bot, name, id, message);
        }
        CallbackQuery query = update.callbackQuery();
        if (query != null && query.data() != null && !isShared(query.from())) {
            return new Read.ByPerson(press(bot, id, query));
        }
        return new Read.Nothing();
    }

    private static Read text(BotIdentity bot, Supplier<String> name, String id, Message message) {
        boolean inGroup = message.chat().id() < 0;
        String text = message.text().strip();
        Addressee addressee = Addressee.of(inGroup, text);
        @Nullable String mentioned = mentionedBot(text);
        if (mentioned != null) {
            if (mentioned.equalsIgnoreCase(name.get())) {
                text = StringUtils.replaceOnce(text, "@" + mentioned, "").strip();
                addressee = Addressee.BOT;
            } else if (inGroup) {
                return new Read.Nothing();
            }
        }
        Message original = message.replyToMessage();
        InboundUpdate.Text read = new InboundUpdate.Text(
                id,
                String.valueOf(message.chat().id()),
                inGroup,
                bot.account(Long.toString(message.from().id())),
                String.valueOf(message.messageId()),
                text,
                original == null ? null : String.valueOf(original.messageId()),
                addressee);
        return message.senderChat() != null || isShared(message.from())
                ? new Read.ByAnybody(new AnonymousText(read, WRITE_AS_YOURSELF))
                : new Read.ByPerson(read);
    }

    /** The name in {@code /command@name …} or {@code @name …}; none if the text begins otherwise. */
    private static @Nullable String mentionedBot(String text) {
        String first = StringUtils.substringBefore(text.replace('\n', ' '), " ");
        boolean names = first.startsWith("@") || (first.startsWith("/") && first.contains("@"));
        return names ? StringUtils.substringAfter(first, "@") : null;
    }

    private static InboundUpdate press(BotIdentity bot, String id, CallbackQuery query) {
        @Nullable MaybeInaccessibleMessage pressed = query.maybeInaccessibleMessage();
        long chat = pressed == null ? query.from().id() : pressed.chat().id();
        return new InboundUpdate.Press(
                id,
                String.valueOf(chat),
                chat < 0,
                bot.account(Long.toString(query.from().id())),
                query.id(),
                pressed == null ? null : String.valueOf(pressed.messageId()),
                query.data());
    }

    private static boolean isShared(User sender) {
        return Boolean.TRUE.equals(sender.isBot()) || SHARED_ACCOUNTS.contains(sender.id());
    }
}
