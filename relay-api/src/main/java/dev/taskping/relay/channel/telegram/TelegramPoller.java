package dev.taskping.relay.channel.telegram;

import com.pengrad.telegrambot.model.Update;
import com.pengrad.telegrambot.request.DeleteWebhook;
import com.pengrad.telegrambot.request.GetUpdates;
import com.pengrad.telegrambot.response.GetUpdatesResponse;
import dev.taskping.protocol.time.ExponentialBackoff;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.spi.AnonymousText;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.PolledBot;
import dev.taskping.relay.channel.spi.UpdateReceiver;
import dev.taskping.relay.channel.spi.UpdateReceiver.NotStoredException;
import dev.taskping.relay.channel.telegram.TelegramUpdateParser.Read;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Asks Telegram for one bot's updates until it is interrupted. An update is acknowledged, by asking for a higher one, after it
 * was stored.
 */
final class TelegramPoller implements Runnable {

    private static final Logger LOG = Logger.getLogger(TelegramPoller.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final ExponentialBackoff BACKOFF = new ExponentialBackoff(Duration.ofMillis(500), LONGEST_PAUSE);

    /** An update that we cannot digest must not keep the others from coming. */
    private static final int MAX_FAILURES = 5;

    private final Supplier<Optional<PolledBot<TelegramSettings>>> current;
    private final TelegramApiClient api;
    private final TelegramPopUps popUps;
    private final UpdateReceiver receiver;
    private final Duration timeout;
    private int offset;
    private int failures;
    private int failedPolls;
    private Duration pause = Duration.ZERO;

    TelegramPoller(
            Supplier<Optional<PolledBot<TelegramSettings>>> current,
            TelegramApiClient api,
            TelegramPopUps popUps,
            UpdateReceiver receiver,
            Duration timeout) {
        this.current = current;
        this.api = api;
        this.popUps = popUps;
        this.receiver = receiver;
        this.timeout = timeout.compareTo(TelegramApiClient.LONGEST_POLL) > 0 ? TelegramApiClient.LONGEST_POLL : timeout;
    }

    @Override
    public void run() {
        try {
            Optional<PolledBot<TelegramSettings>> bot = current.get();
            while (bot.isPresent() && !Thread.currentThread().isInterrupted()) {
                pause = BACKOFF.after(failedPolls + 1);
                if (poll(bot.get())) {
                    failedPolls = 0;
                } else {
                    failedPolls++;
                    Thread.sleep(pause);
                }
                bot = current.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether all went well. */
    private boolean poll(PolledBot<TelegramSettings> bot) {
        GetUpdates request = new GetUpdates()
                .offset(offset)
                .timeout((int) timeout.toSeconds())
                .allowedUpdates("message", "callback_query");
        try {
            GetUpdatesResponse response = api.poll(bot.settings(), request);
            if (!response.isOk()) {
                refused(bot, response);
                return false;
            }
            for (Update update : response.updates()) {
                if (!take(bot, update)) {
                    return false;
                }
                // Not the highest so far: after a quiet week Telegram numbers updates anew, perhaps lower.
                offset = update.updateId() + 1;
            }
            return true;
        } catch (ProviderUnreachableException e) {
            LOG.debugf("Cannot poll %s: %s", bot, e.getMessage());
            return false;
        }
    }

    private boolean take(PolledBot<TelegramSettings> bot, Update update) {
        try {
            switch (TelegramUpdateParser.read(bot.identity(), () -> nameOf(bot), update)) {
                case Read.ByPerson(InboundUpdate read) ->
                    popUps.answer(bot.settings(), read, receiver.handle(bot.identity(), read));
                case Read.ByAnybody(AnonymousText text) -> receiver.ignore(bot.identity(), text);
                case Read.Nothing() -> {}
            }
            failures = 0;
            return true;
        } catch (NotStoredException e) {
            LOG.warnf(
                    "Could not store update %d of %s; the relay polls it again: %s",
                    update.updateId(), bot, e.getCause());
            return false;
        } catch (RuntimeException e) {
            failures++;
            LOG.errorf(e, "Could not handle update %d of %s (attempt %d)", update.updateId(), bot, failures);
            if (failures < MAX_FAILURES) {
                return false;
            }
            failures = 0;
            return true;
        }
    }

    private String nameOf(PolledBot<TelegramSettings> bot) {
        return api.username(bot.settings())
                .orElseThrow(() -> new IllegalStateException("Telegram does not say the name of " + bot));
    }

    private void refused(PolledBot<TelegramSettings> bot, GetUpdatesResponse response)
            throws ProviderUnreachableException {
        LOG.debugf("Cannot poll %s: %s", bot, response.description());
        if (response.errorCode() == 409
                && String.valueOf(response.description()).contains("webhook is active")) {
            api.call(bot.settings(), new DeleteWebhook());
        } else if (response.errorCode() == 401 || response.errorCode() == 404) {
            pause = LONGEST_PAUSE;
        } else if (response.parameters() != null && response.parameters().retryAfter() != null) {
            pause = Duration.ofSeconds(response.parameters().retryAfter());
        }
    }
}
