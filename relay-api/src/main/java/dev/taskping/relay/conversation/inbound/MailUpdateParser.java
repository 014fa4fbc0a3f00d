package dev.taskping.relay.conversation.inbound;

import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.action.CommandParser;
import dev.taskping.relay.action.CommandParser.Parsed;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.email.EmailSettings;
import dev.taskping.relay.channel.email.ReceivedMail;
import dev.taskping.relay.channel.email.ReplyAddress;
import dev.taskping.relay.channel.email.SenderAuthentication;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.relay.conversation.ConversationAudit;
import dev.taskping.relay.conversation.InboundDeduplicator;
import dev.taskping.relay.conversation.InboundHandler;
import dev.taskping.relay.conversation.PairingHandler;
import dev.taskping.relay.conversation.ReplyTexts;
import dev.taskping.relay.delivery.outbox.NewDelivery;
import dev.taskping.relay.delivery.outbox.Outbox;
import dev.taskping.relay.security.MailTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Takes one mail. Whose it is is known by the token in the address it was sent to, which one recipient of one of our mails has, and by
 * the sender's address, which must be that recipient's. Nobody but a channel's recipients ever gets an answer, programs never do,
 * and refusals come at most once an hour: no loop, and no mail to whom a forger names.
 */
@ApplicationScoped
class MailUpdateParser {

    private static final Logger LOG = Logger.getLogger(MailUpdateParser.class);

    private final Jdbi jdbi;
    private final InboundHandler handler;
    private final CommandParser parser;
    private final MailTokens tokens;
    private final AnsweredMails answered;
    private final InboundDeduplicator inbound;
    private final ConversationAudit audit;
    private final Outbox outbox;
    private final Clock clock;

    MailUpdateParser(
            Jdbi jdbi,
            InboundHandler handler,
            CommandParser parser,
            MailTokens tokens,
            AnsweredMails answered,
            InboundDeduplicator inbound,
            ConversationAudit audit,
            Outbox outbox,
            Clock clock) {
        this.jdbi = jdbi;
        this.handler = handler;
        this.parser = parser;
        this.tokens = tokens;
        this.answered = answered;
        this.inbound = inbound;
        this.audit = audit;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Takes a mail. When it returns, the mail may be marked as seen.
     *
     * @throws RuntimeException if it could not be stored; then it must come again
     */
    void take(Bot bot, ReceivedMail mail) {
        if (mail.automatic()) {
            LOG.debugf("A mail of a program to %s is left alone", bot);
            return;
        }
        Optional<String> from =
                mail.from().filter(address -> channelOf(bot, address).isPresent());
        if (from.isEmpty()) {
            stranger(bot, mail);
            return;
        }
        switch (judge(bot, mail, from.get())) {
            case Judged.Taken(InboundUpdate.Text text) -> handler.handle(bot, text);
            case Judged.Refused(RegisteredChannel channel, String reason, String words) ->
                refuse(bot, channel, mail, from.get(), reason, words);
        }
    }

    private sealed interface Judged {
        record Taken(InboundUpdate.Text text) implements Judged {}

        /**
         * Not heard.
         *
         * @param channel the channel it is about
         * @param reason for the audit
         * @param words for the person
         */
        record Refused(RegisteredChannel channel, String reason, String words) implements Judged {}
    }

    private Judged judge(Bot bot, ReceivedMail mail, String from) {
        EmailSettings.Replies replies = Objects.requireNonNull(bot.email().replies());
        RegisteredChannel own = channelOf(bot, from).orElseThrow();
        if (replies.trustedServer() != null
                && !SenderAuthentication.vouchesFor(replies.trustedServer(), mail.authenticationResults(), from)) {
            return new Judged.Refused(
                    own,
                    "sender not authenticated",
                    "A mail that says it is from you was not heeded: " + replies.trustedServer()
                            + " does not vouch for its sender (DKIM, SPF, DMARC).");
        }
        if (PairingHandler.codeIn(mail.subject()).isPresent()
                || PairingHandler.codeIn(mail.answer()).isPresent()) {
            String start = PairingHandler.codeIn(mail.subject()).isPresent() ? mail.subject() : mail.answer();
            return new Judged.Taken(text(bot, mail, from, start, null));
        }
        Optional<String> token = mail.recipients().stream()
                .flatMap(address -> ReplyAddress.tokenIn(replies.address(), address).stream())
                .findFirst();
        if (token.isEmpty()) {
            return new Judged.Refused(
                    own, "no reply token", "I only understand answers to my mails. Reply to the one that you mean.");
        }
        if (!tokens.isIssuedTo(from, token.get())) {
            return new Judged.Refused(
                    own,
                    "reply token of somebody else, or of nobody",
                    "That was an answer to a mail that you did not get from me. Reply to one that came to you.");
        }
        Optional<AnsweredMails.Mail> original = answered.find(bot, token.get());
        if (original.isEmpty() || original.get().isExpired()) {
            return new Judged.Refused(
                    own,
                    original.isEmpty() ? "reply token of a channel that is gone" : "reply token expired",
                    "That mail is too old to be answered. Reply to a newer one.");
        }
        return launched(bot, mail, from, token.get(), original.get());
    }

    /** A token is good for one launch: the mail that launches takes the token's place among what came in. */
    private Judged launched(Bot bot, ReceivedMail mail, String from, String token, AnsweredMails.Mail original) {
        boolean launches = parser.parse(mail.answer()) instanceof Parsed.Understood(Verb verb) && mayLaunch(verb);
        if (launches && !answered.claim(bot, token, mail.id())) {
            return new Judged.Refused(
                    original.channel(),
                    "reply token used before",
                    "You have launched something in answer to that mail already. Reply to the mail that told you of it, or to"
                            + " a newer one.");
        }
        return new Judged.Taken(text(bot, mail, from, mail.answer(), original.reference()));
    }

    /** A number picks one of the launches that were offered. */
    private static boolean mayLaunch(Verb verb) {
        return verb instanceof Verb.Launch || verb instanceof Verb.Retry || verb instanceof Verb.Pick;
    }

    private static InboundUpdate.Text text(
            Bot bot, ReceivedMail mail, String from, String words, @Nullable String replyTo) {
        return new InboundUpdate.Text(
                mail.id(), from, false, new ProviderAccount(bot.provider(), from), mail.id(), words, replyTo);
    }

    /** The channel that writes to this address. */
    private static Optional<RegisteredChannel> channelOf(Bot bot, String address) {
        return bot.channels().stream()
                .filter(channel -> channel.settings() instanceof EmailSettings email
                        && email.to().stream().anyMatch(address::equalsIgnoreCase))
                .findFirst();
    }

    /** Written down once for each address, and never answered: From is anybody's to forge. */
    private void stranger(Bot bot, ReceivedMail mail) {
        String who = mail.from().orElse("nobody");
        jdbi.useTransaction(handle -> {
            if (inbound.isNew(handle, "refused:" + bot.scope(), who)) {
                audit.record(
                        handle,
                        bot.channels().getFirst(),
                        new ProviderAccount(bot.provider(), who),
                        "speak",
                        Decision.REFUSED,
                        "not a recipient of the channel");
            }
        });
    }

    private void refuse(
            Bot bot, RegisteredChannel channel, ReceivedMail mail, String from, String reason, String words) {
        jdbi.useTransaction(handle -> {
            if (!inbound.isNew(handle, bot.scope(), mail.id())) {
                return;
            }
            audit.record(
                    handle,
                    channel,
                    new ProviderAccount(bot.provider(), from),
                    "answer by mail",
                    Decision.REFUSED,
                    reason);
            String hour = clock.instant().truncatedTo(ChronoUnit.HOURS).toString();
            if (inbound.isNew(handle, "refusals:" + bot.scope(), from + " " + hour)) {
                say(handle, channel, mail, from, words);
            }
        });
    }

    private void say(Handle handle, RegisteredChannel channel, ReceivedMail mail, String to, String words) {
        outbox.enqueue(
                handle,
                List.of(NewDelivery.of(
                        channel.workspace(),
                        channel.id(),
                        null,
                        new Placement.ReplyTo(to, mail.id()),
                        ReplyTexts.line(Severity.WARNING, words))));
    }
}
