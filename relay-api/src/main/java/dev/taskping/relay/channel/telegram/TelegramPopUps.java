package dev.taskping.relay.channel.telegram;

import com.pengrad.telegrambot.request.AnswerCallbackQuery;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.spi.InboundUpdate;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Answers presses of buttons: ends the spinner on the button and shows words to the person who pressed it. */
@ApplicationScoped
class TelegramPopUps {

    private static final Logger LOG = Logger.getLogger(TelegramPopUps.class);

    /** Bot API, {@code answerCallbackQuery}. */
    private static final int MAX_LENGTH = 200;

    private final TelegramApiClient api;

    TelegramPopUps(TelegramApiClient api) {
        this.api = api;
    }

    /** Answers an update if it is a press. If that fails the person sees the spinner; what was asked for is stored anyway. */
    void answer(TelegramSettings settings, InboundUpdate update, String popUp) {
        if (!(update instanceof InboundUpdate.Press press)) {
            return;
        }
        String shown = popUp.length() <= MAX_LENGTH
                ? popUp
                : popUp.substring(0, popUp.offsetByCodePoints(0, MAX_LENGTH / 2)) + "…";
        try {
            api.call(settings, new AnswerCallbackQuery(press.queryId()).text(shown));
        } catch (ProviderUnreachableException e) {
            LOG.debugf("Could not answer a press of a button: %s", e.getMessage());
        }
    }
}
