package dev.taskping.relay.channel.telegram;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.pengrad.telegrambot.TelegramBot;
import com.pengrad.telegrambot.request.BaseRequest;
import com.pengrad.telegrambot.request.GetMe;
import com.pengrad.telegrambot.response.BaseResponse;
import com.pengrad.telegrambot.response.GetMeResponse;
import dev.taskping.relay.channel.http.AddressRefusedException;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.ErrorText;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.jboss.logging.Logger;

/** Calls methods of the Bot API, with the HTTP client of all channels and without ever showing a token. */
@ApplicationScoped
public class TelegramApiClient {

    private static final Logger LOG = Logger.getLogger(TelegramApiClient.class);

    /** Telegram holds {@code getUpdates} open for at most this long. */
    public static final Duration LONGEST_POLL = Duration.ofSeconds(50);

    private static final int MOST_NAMES = 10_000;
    private static final URI PUBLIC_API = URI.create("https://api.telegram.org");

    private final Cache<TelegramSettings, String> usernames =
            Caffeine.newBuilder().maximumSize(MOST_NAMES).build();
    private final OkHttpClient client;
    private final OkHttpClient polling;

    /** Uses the given client. */
    public TelegramApiClient(ChannelHttpClient http) {
        this.client = http.client();
        this.polling = http.longPolling(LONGEST_POLL);
    }

    /**
     * Calls a method.
     *
     * @return Telegram's answer, which may be a refusal
     * @throws ProviderUnreachableException if there was no such answer
     */
    public <T extends BaseRequest<T, R>, R extends BaseResponse> R call(
            TelegramSettings settings, BaseRequest<T, R> request) throws ProviderUnreachableException {
        return call(client, settings, request);
    }

    /** The bot's name without {@code @}, asked for once; empty if Telegram does not say. */
    public Optional<String> username(TelegramSettings settings) {
        Optional<String> known = knownUsername(settings);
        if (known.isPresent()) {
            return known;
        }
        try {
            GetMeResponse response = call(settings, new GetMe());
            if (response.isOk() && response.user().username() != null) {
                usernames.put(settings, response.user().username());
                return Optional.of(response.user().username());
            }
        } catch (ProviderUnreachableException e) {
            LOG.debugf("Could not read a bot's name: %s", e.getMessage());
        }
        return Optional.empty();
    }

    /** The bot's name as {@link #username} found it; empty if it was not asked for yet. */
    Optional<String> knownUsername(TelegramSettings settings) {
        return Optional.ofNullable(usernames.getIfPresent(settings));
    }

    /** As {@link #call}, for requests that Telegram holds open for up to {@link #LONGEST_POLL}. */
    public <T extends BaseRequest<T, R>, R extends BaseResponse> R poll(
            TelegramSettings settings, BaseRequest<T, R> request) throws ProviderUnreachableException {
        return call(polling, settings, request);
    }

    private static <T extends BaseRequest<T, R>, R extends BaseResponse> R call(
            OkHttpClient client, TelegramSettings settings, BaseRequest<T, R> request)
            throws ProviderUnreachableException {
        URI api = Optional.ofNullable(settings.apiUrl()).orElse(PUBLIC_API);
        String host = api.getAuthority() == null ? api.toString() : api.getAuthority();
        try {
            R response = new TelegramBot.Builder(settings.botToken())
                    .okHttpClient(client)
                    .apiUrl(StringUtils.stripEnd(api.toString(), "/") + "/bot")
                    .build()
                    .execute(request);
            if (response == null || (!response.isOk() && response.errorCode() == 0)) {
                throw new ProviderUnreachableException(host + " gave an answer that is none of the Bot API", false);
            }
            return response;
        } catch (RuntimeException e) {
            // The library wraps what the network and its JSON parser throw.
            throw new ProviderUnreachableException(
                    ErrorText.of(host, e, settings.botToken()),
                    ExceptionUtils.indexOfType(e, AddressRefusedException.class) >= 0);
        }
    }
}
