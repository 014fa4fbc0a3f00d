package dev.taskping.relay.channel.telegram;

import com.pengrad.telegrambot.model.Update;
import com.pengrad.telegrambot.request.SetWebhook;
import com.pengrad.telegrambot.response.BaseResponse;
import com.pengrad.telegrambot.utility.BotUtils;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.spi.AnonymousText;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.HookRequest;
import dev.taskping.relay.channel.spi.HookResponse;
import dev.taskping.relay.channel.spi.HookResult;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.PolledBot;
import dev.taskping.relay.channel.spi.PollingAdapter;
import dev.taskping.relay.channel.spi.SubscribingAdapter;
import dev.taskping.relay.channel.spi.UpdateReceiver;
import dev.taskping.relay.channel.telegram.TelegramReplyConfiguration.Inbound;
import dev.taskping.relay.channel.telegram.TelegramUpdateParser.Read;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Hears people on Telegram: asks for a bot's updates, or has them pushed to a hook that the relay sets. */
@ApplicationScoped
public class TelegramInboundAdapter implements SubscribingAdapter<TelegramSettings>, PollingAdapter<TelegramSettings> {

    /** Bot API, {@code setWebhook}. */
    private static final String SECRET = "X-Telegram-Bot-Api-Secret-Token";

    private final TelegramApiClient api;
    private final TelegramPopUps popUps;
    private final TelegramReplyConfiguration configuration;

    TelegramInboundAdapter(TelegramApiClient api, TelegramPopUps popUps, TelegramReplyConfiguration configuration) {
        this.api = api;
        this.popUps = popUps;
        this.configuration = configuration;
    }

    @Override
    public Class<TelegramSettings> settingsType() {
        return TelegramSettings.class;
    }

    @Override
    public ChannelType type() {
        return TelegramDescriptor.TYPE;
    }

    /** Telegram vouches for its accounts to whoever has a bot's token; another server vouches for its own. */
    @Override
    public Optional<BotIdentity> bot(TelegramSettings settings) {
        URI server = settings.apiUrl();
        String provider = server == null
                ? type().id()
                : type().id() + "@" + Optional.ofNullable(server.getAuthority()).orElse("unknown");
        return Optional.of(BotIdentity.of(type(), settings.botToken(), String.valueOf(server))
                .vouchedForBy(provider));
    }

    @Override
    public Optional<String> pairingLink(TelegramSettings settings, String code) {
        return api.username(settings).map(name -> "https://t.me/" + name + "?start=" + code);
    }

    @Override
    public String hookName() {
        return "telegram";
    }

    @Override
    public boolean verify(TelegramSettings settings, HookRequest request) {
        return TelegramHookSecret.matches(settings, request.header(SECRET));
    }

    /** Anything but 200 makes Telegram push an update again. */
    @Override
    public HookResult read(TelegramSettings settings, HookRequest request) {
        Optional<Update> update = parse(request.text());
        if (update.isEmpty()) {
            return new HookResult.Answer(HookResponse.empty(400));
        }
        BotIdentity bot = bot(settings).orElseThrow();
        try {
            return switch (TelegramUpdateParser.read(bot, () -> knownName(settings), update.get())) {
                case Read.ByPerson(InboundUpdate read) -> new HookResult.Update(read);
                case Read.ByAnybody(AnonymousText text) -> new HookResult.Anonymous(text, HookResponse.empty(200));
                case Read.Nothing() -> new HookResult.Answer(HookResponse.empty(200));
            };
        } catch (NameUnknownException e) {
            Thread.ofVirtual().name("telegram-name").start(() -> api.username(settings));
            return new HookResult.Answer(HookResponse.empty(503));
        }
    }

    /** The hook's room is for requests of providers, not for waiting for one. */
    private String knownName(TelegramSettings settings) {
        return api.knownUsername(settings).orElseThrow(NameUnknownException::new);
    }

    /** The bot's name is needed to read an update and was not asked for yet. */
    private static final class NameUnknownException extends RuntimeException {}

    @Override
    public HookResponse acknowledge(
            TelegramSettings settings, HookRequest request, InboundUpdate update, String popUp) {
        Thread.ofVirtual().name("telegram-pop-up").start(() -> popUps.answer(settings, update, popUp));
        return HookResponse.empty(200);
    }

    @Override
    public boolean subscribes() {
        return configuration.inbound() == Inbound.WEBHOOK;
    }

    @Override
    public boolean polls() {
        return configuration.inbound() == Inbound.POLLING;
    }

    @Override
    public Duration refresh() {
        return configuration.refresh();
    }

    @Override
    public Optional<String> subscribe(TelegramSettings settings, URI hook) {
        try {
            BaseResponse response = api.call(
                    settings,
                    new SetWebhook()
                            .url(hook.toString())
                            .secretToken(TelegramHookSecret.of(settings))
                            .allowedUpdates("message", "callback_query"));
            return response.isOk() ? Optional.empty() : Optional.of(String.valueOf(response.description()));
        } catch (ProviderUnreachableException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Runnable poller(Supplier<Optional<PolledBot<TelegramSettings>>> bot, UpdateReceiver receiver) {
        return new TelegramPoller(bot, api, popUps, receiver, configuration.pollTimeout());
    }

    private static Optional<Update> parse(String body) {
        try {
            return Optional.ofNullable(BotUtils.parseUpdate(body)).filter(update -> update.updateId() != null);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
