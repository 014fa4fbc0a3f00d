package dev.taskping.relay.reply;

import com.pengrad.telegrambot.model.CallbackQuery;
import com.pengrad.telegrambot.model.Message;
import com.pengrad.telegrambot.model.Update;
import com.pengrad.telegrambot.model.message.MaybeInaccessibleMessage;
import com.pengrad.telegrambot.request.AnswerCallbackQuery;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.telegram.TelegramApi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes one Telegram update: has it decided on, then answers the press, if it was one. */
@ApplicationScoped
class TelegramIntake {

    private static final Logger LOG = Logger.getLogger(TelegramIntake.class);

    /** Bot API, {@code answerCallbackQuery}. */
    private static final int MAX_POP_UP = 200;

    private final ReplyHandler handler;
    private final TelegramApi api;

    TelegramIntake(ReplyHandler handler, TelegramApi api) {
        this.handler = handler;
        this.api = api;
    }

    /**
     * Takes an update. When it returns, the update may be acknowledged.
     *
     * @throws RuntimeException if it could not be stored; then it must come again
     */
    void take(Bot bot, Update update) {
        Optional<Incoming> incoming = read(bot, update);
        if (incoming.isEmpty()) {
            return;
        }
        String popUp = handler.handle(bot, incoming.get());
        if (incoming.get() instanceof Incoming.Press press) {
            answer(bot, press, popUp);
        }
    }

    /** Ends the spinner on the button. If that fails the person sees it spin; what was asked for is stored anyway. */
    private void answer(Bot bot, Incoming.Press press, String popUp) {
        String shown = popUp.length() <= MAX_POP_UP
                ? popUp
                : popUp.substring(0, popUp.offsetByCodePoints(0, MAX_POP_UP / 2)) + "…";
        try {
            api.call(bot.telegram(), new AnswerCallbackQuery(press.queryId()).text(shown));
        } catch (ProviderUnreachableException e) {
            LOG.debugf("A press was not answered: %s", e.getMessage());
        }
    }

    static Optional<Incoming> read(Bot bot, Update update) {
        String id = String.valueOf(update.updateId());
        Message message = update.message();
        if (message != null && message.from() != null && message.text() != null) {
            Message original = message.replyToMessage();
            return Optional.of(new Incoming.Text(
                    id,
                    String.valueOf(message.chat().id()),
                    message.chat().id() < 0,
                    account(bot, message.from().id()),
                    String.valueOf(message.messageId()),
                    withoutNul(message.text()).strip(),
                    original == null ? null : String.valueOf(original.messageId())));
        }
        CallbackQuery query = update.callbackQuery();
        if (query != null && query.data() != null) {
            @Nullable MaybeInaccessibleMessage pressed = query.maybeInaccessibleMessage();
            long chat = pressed == null ? query.from().id() : pressed.chat().id();
            return Optional.of(new Incoming.Press(
                    id,
                    String.valueOf(chat),
                    chat < 0,
                    account(bot, query.from().id()),
                    query.id(),
                    pressed == null ? null : String.valueOf(pressed.messageId()),
                    withoutNul(query.data())));
        }
        return Optional.empty();
    }

    private static Account account(Bot bot, long userId) {
        return new Account(bot.provider(), Long.toString(userId));
    }

    /** PostgreSQL stores no such character. */
    private static String withoutNul(String text) {
        return text.replace("\u0000", "");
    }
}
