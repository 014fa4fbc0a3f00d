package dev.taskping.relay.conversation.inbound;

import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.AnonymousText;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.relay.channel.spi.UpdateReceiver;
import dev.taskping.relay.command.grammar.CommandParser;
import dev.taskping.relay.command.grammar.CommandParser.Parsed;
import dev.taskping.relay.conversation.InboundHandler;
import dev.taskping.relay.conversation.PairingCodeRedeemer;
import dev.taskping.relay.conversation.reply.ReplyTexts;
import dev.taskping.relay.conversation.sender.ConversationAudit;
import dev.taskping.relay.conversation.sender.InboundDeduplicator;
import dev.taskping.relay.delivery.outbox.NewDelivery;
import dev.taskping.relay.delivery.outbox.Outbox;
import dev.taskping.relay.delivery.outbox.SentMessageStore;
import dev.taskping.relay.guard.RequestWindows;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** The interface for polling adapters: they hand updates in here, and ask here what they need to recognise genuine ones. */
@ApplicationScoped
class InboundGateway implements UpdateReceiver {

    /** As long as the relay remembers what it received, the uses of a token included. */
    private static final Duration LONGEST_VALIDITY = Duration.ofDays(6);

    /**
     * Anybody can write mails in anybody's name. Of those that are not followed, so many are recorded and answered for each channel in
     * {@link #REFUSAL_WINDOW}; the rest leaves nothing behind.
     */
    static final int MOST_REFUSALS = 20;

    private static final Duration REFUSAL_WINDOW = Duration.ofMinutes(10);

    private static final Duration ANONYMOUS_WINDOW = Duration.ofHours(1);

    private final Jdbi jdbi;
    private final InboundHandler handler;
    private final InboundDeduplicator inbound;
    private final ChannelStore channels;
    private final SentMessageStore deliveries;
    private final CommandParser parser;
    private final ConversationAudit audit;
    private final Outbox outbox;
    private final RequestWindows windows;
    private final Duration validity;
    private final Clock clock;

    InboundGateway(
            Jdbi jdbi,
            InboundHandler handler,
            InboundDeduplicator inbound,
            ChannelStore channels,
            SentMessageStore deliveries,
            CommandParser parser,
            ConversationAudit audit,
            Outbox outbox,
            RequestWindows windows,
            RelayConfiguration configuration,
            Clock clock) {
        this.jdbi = jdbi;
        this.handler = handler;
        this.inbound = inbound;
        this.channels = channels;
        this.deliveries = deliveries;
        this.parser = parser;
        this.audit = audit;
        this.outbox = outbox;
        this.windows = windows;
        Duration wanted = configuration.commands().replyTokenValidity();
        this.validity = wanted.compareTo(LONGEST_VALIDITY) < 0 ? wanted : LONGEST_VALIDITY;
        this.clock = clock;
    }

    @Override
    public String handle(BotIdentity bot, InboundUpdate update) {
        try {
            return handler.handle(bot, update);
        } catch (JdbiException e) {
            throw new NotStoredException(e);
        }
    }

    @Override
    public Intent intentOf(String text) {
        if (PairingCodeRedeemer.codeIn(text).isPresent()) {
            return Intent.PAIRING;
        }
        return parser.parse(text) instanceof Parsed.Understood(Verb verb) && mayLaunch(verb)
                ? Intent.LAUNCH
                : Intent.OTHER;
    }

    @Override
    public void ignore(BotIdentity bot, AnonymousText text) {
        InboundUpdate.Text update = text.update();
        if (!isCommand(update)) {
            return;
        }
        try {
            jdbi.useTransaction(handle -> channels.findByBot(handle, bot).stream()
                    .filter(channel ->
                            channel.conversation().filter(update.chat()::equals).isPresent())
                    .findFirst()
                    .filter(channel ->
                            windows.count(handle, "anonymous/" + bot.scope() + "/" + update.chat(), ANONYMOUS_WINDOW)
                                            .requests()
                                    == 1)
                    .ifPresent(channel -> {
                        audit.record(handle, channel, update.sender(), "speak", Decision.REFUSED, "shared account");
                        answer(handle, channel, update, text.advice());
                    }));
        } catch (JdbiException e) {
            throw new NotStoredException(e);
        }
    }

    /** Whether a text is certainly meant for the bot: people talk to each other and to other bots, too. */
    private boolean isCommand(InboundUpdate.Text text) {
        return switch (text.addressee()) {
            case BOT -> true;
            case ANY_BOT -> parser.parse(text.text()) instanceof Parsed.Understood;
            case GROUP -> text.replyTo() != null && parser.parse(text.text()) instanceof Parsed.Understood;
        };
    }

    /** A number picks one of the offered launches. */
    private static boolean mayLaunch(Verb verb) {
        return verb instanceof Verb.Launch || verb instanceof Verb.Retry || verb instanceof Verb.Pick;
    }

    @Override
    public Optional<SentMessage> findSent(UUID deliveryId) {
        return jdbi.withHandle(handle -> deliveries.find(handle, deliveryId)).map(sent -> {
            if (sent.reference() == null) {
                throw new IllegalStateException("Delivery " + deliveryId + " was answered and is not yet recorded");
            }
            boolean expired =
                    sent.createdAt().isBefore(DatabaseAccess.now(clock).minus(validity));
            return new SentMessage(sent.channelId(), sent.reference(), expired);
        });
    }

    @Override
    public boolean claim(BotIdentity bot, String token, String updateId) {
        return jdbi.inTransaction(handle -> inbound.isFirst(handle, "launched:" + bot.scope() + ":" + token, updateId));
    }

    @Override
    public void refuse(BotIdentity bot, UUID channelId, InboundUpdate.Text update, Refusal refusal) {
        jdbi.useTransaction(handle -> {
            if (isTooMuch(handle, channelId) || !inbound.isNew(handle, bot.scope(), update.updateId())) {
                return;
            }
            Optional<RegisteredChannel> channel = channels.findByBot(handle, bot).stream()
                    .filter(known -> known.id().equals(channelId))
                    .findFirst();
            if (channel.isPresent()) {
                refuse(handle, bot, channel.get(), update, refusal);
            }
        });
    }

    private void refuse(
            Handle handle, BotIdentity bot, RegisteredChannel channel, InboundUpdate.Text update, Refusal refusal) {
        audit.record(handle, channel, update.sender(), refusal.what(), Decision.REFUSED, refusal.reason());
        String hour = clock.instant().truncatedTo(ChronoUnit.HOURS).toString();
        if (!inbound.isNew(handle, "refusals:" + bot.scope(), update.sender().id() + " " + hour)) {
            return;
        }
        answer(handle, channel, update, refusal.words());
    }

    private void answer(Handle handle, RegisteredChannel channel, InboundUpdate.Text update, String words) {
        outbox.enqueue(
                handle,
                List.of(NewDelivery.of(
                        channel.workspace(),
                        channel.id(),
                        null,
                        new Placement.ReplyTo(update.chat(), update.messageId()),
                        ReplyTexts.line(Severity.WARNING, words))));
    }

    private boolean isTooMuch(Handle handle, UUID channelId) {
        return windows.count(handle, "refused/" + channelId, REFUSAL_WINDOW).exceeds(MOST_REFUSALS);
    }

    @Override
    public void ignore(BotIdentity bot, ProviderAccount account, String reason) {
        jdbi.useTransaction(handle -> {
            List<RegisteredChannel> known = channels.findByBot(handle, bot);
            if (!known.isEmpty()
                    && !isTooMuch(handle, known.getFirst().id())
                    && inbound.isNew(handle, "refused:" + bot.scope(), account.id())) {
                audit.record(handle, known.getFirst(), account, "speak", Decision.REFUSED, reason);
            }
        });
    }
}
