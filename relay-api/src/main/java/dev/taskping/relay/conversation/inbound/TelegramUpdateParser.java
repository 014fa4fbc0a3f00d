package dev.taskping.relay.conversation.inbound;

import com.pengrad.telegrambot.model.CallbackQuery;
import com.pengrad.telegrambot.model.Message;
import com.pengrad.telegrambot.model.Update;
import com.pengrad.telegrambot.model.message.MaybeInaccessibleMessage;
import com.pengrad.telegrambot.request.AnswerCallbackQuery;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.relay.channel.telegram.TelegramApi;
import dev.taskping.relay.conversation.InboundHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes one Telegram update: has it decided on, then answers the press, if it was one. */
@ApplicationScoped
class TelegramUpdateParser {

    private static final Logger LOG = Logger.getLogger(TelegramUpdateParser.class);

    /** Bot API, {@code answerCallbackQuery}. */
    private static final int MAX_POP_UP = 200;

    private final InboundHandler handler;
    private final TelegramApi api;

    TelegramUpdateParser(InboundHandler handler, TelegramApi api) {
        this.handler = handler;
        this.api = api;
    }

    /**
     * Takes an update. When it returns, the update may be acknowledged.
     *
     * @throws RuntimeException if it could not be stored; then it must come again
     */
    void take(Bot bot, Update update) {
        Optional<InboundUpdate> incoming = read(bot, update);
        if (incoming.isEmpty()) {
            return;
        }
        String popUp = handler.handle(bot, incoming.get());
        if (incoming.get() instanceof InboundUpdate.Press press) {
            answer(bot, press, popUp);
        }
    }

    /** Ends the spinner on the button. If that fails the person sees it spin; what was asked for is stored anyway. */
    private void answer(Bot bot, InboundUpdate.Press press, String popUp) {
        String shown = popUp.length() <= MAX_POP_UP
                ? popUp
                : popUp.substring(0, popUp.offsetByCodePoints(0, MAX_POP_UP / 2)) + "…";
        try {
            api.call(bot.telegram(), new AnswerCallbackQuery(press.queryId()).text(shown));
        } catch (ProviderUnreachableException e) {
            LOG.debugf("A press was not answered: %s", e.getMessage());
        }
    }

    static Optional<InboundUpdate> read(Bot bot, Update update) {
        String id = String.valueOf(update.updateId());
        Message message = update.message();
        if (message != null && message.from() != null && message.text() != null) {
            Message original = message.replyToMessage();
            return Optional.of(new InboundUpdate.Text(
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
            return Optional.of(new InboundUpdate.Press(
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

    private static ProviderAccount account(Bot bot, long userId) {
        return new ProviderAccount(bot.provider(), Long.toString(userId));
    }

    /** PostgreSQL stores no such character. */
    private static String withoutNul(String text) {
        return text.replace("\u0000", "");
    }
}
