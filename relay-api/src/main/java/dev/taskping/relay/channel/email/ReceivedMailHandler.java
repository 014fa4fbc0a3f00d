package dev.taskping.relay.channel.email;

import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.PolledBot;
import dev.taskping.relay.channel.spi.UpdateReceiver;
import dev.taskping.relay.channel.spi.UpdateReceiver.Intent;
import dev.taskping.relay.channel.spi.UpdateReceiver.Refusal;
import dev.taskping.relay.channel.spi.UpdateReceiver.SentMessage;
import dev.taskping.relay.security.MailTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes one mail. Whose it is is known by the token in the address it was sent to, which one recipient of one of our mails has, and by
 * the sender's address, which must be that recipient's. Nobody but a channel's recipients ever gets an answer, programs never do,
 * and refusals come at most once an hour: no loop, and no mail to whom a forger names.
 */
@ApplicationScoped
class ReceivedMailHandler {

    private static final Logger LOG = Logger.getLogger(ReceivedMailHandler.class);
    private static final String ANSWER = "answer by mail";

    private final MailTokens tokens;

    ReceivedMailHandler(MailTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Takes a mail. When it returns, the mail may be marked as seen.
     *
     * @throws RuntimeException if it could not be stored; then it must come again
     */
    void take(PolledBot<EmailSettings> bot, ReceivedMail mail, UpdateReceiver receiver) {
        if (mail.automatic()) {
            LOG.debugf("Ignored an automatic mail to %s", bot);
            return;
        }
        Optional<String> from =
                mail.from().filter(address -> channelOf(bot, address).isPresent());
        if (from.isEmpty()) {
            receiver.ignore(
                    bot.identity(),
                    bot.identity().account(mail.from().orElse("nobody")),
                    "not a recipient of the channel");
            return;
        }
        switch (judge(bot, mail, from.get(), receiver)) {
            case Judged.Taken(InboundUpdate.Text text) -> receiver.handle(bot.identity(), text);
            case Judged.Refused(UUID channelId, String reason, String words) ->
                receiver.refuse(
                        bot.identity(),
                        channelId,
                        text(bot, mail, from.get(), mail.answer(), null),
                        new Refusal(ANSWER, reason, words));
        }
    }

    private sealed interface Judged {
        record Taken(InboundUpdate.Text text) implements Judged {}

        /**
         * Not heard.
         *
         * @param channelId the channel it is about
         * @param reason for the audit
         * @param words for the person
         */
        record Refused(UUID channelId, String reason, String words) implements Judged {}
    }

    private Judged judge(PolledBot<EmailSettings> bot, ReceivedMail mail, String from, UpdateReceiver receiver) {
        EmailSettings.Replies replies = Objects.requireNonNull(bot.settings().replies());
        UUID own = channelOf(bot, from).orElseThrow().id();
        if (replies.trustedServer() != null
                && !SenderAuthentication.vouchesFor(replies.trustedServer(), mail.authenticationResults(), from)) {
            return new Judged.Refused(
                    own,
                    "sender not authenticated",
                    "A mail that says it is from you was not heeded: " + replies.trustedServer()
                            + " does not vouch for its sender (DKIM, SPF, DMARC).");
        }
        if (replies.trustedServer() == null && SenderAuthentication.isDenied(mail.authenticationResults())) {
            return new Judged.Refused(
                    own,
                    "sender not authenticated",
                    "A mail that says it is from you was not heeded: the receiving server says that it is not (dmarc=fail).");
        }
        boolean inSubject = receiver.intentOf(mail.subject()) == Intent.PAIRING;
        if (inSubject || receiver.intentOf(mail.answer()) == Intent.PAIRING) {
            return new Judged.Taken(text(bot, mail, from, inSubject ? mail.subject() : mail.answer(), null));
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
        Optional<SentMessage> original = MailTokens.deliveryOf(token.get())
                .flatMap(receiver::findSent)
                .filter(sent ->
                        bot.channels().stream().anyMatch(channel -> channel.id().equals(sent.channelId())));
        if (original.isEmpty() || original.get().isExpired()) {
            return new Judged.Refused(
                    own,
                    original.isEmpty() ? "reply token of a channel that is gone" : "reply token expired",
                    "That mail is too old to be answered. Reply to a newer one.");
        }
        return launched(bot, mail, from, token.get(), original.get(), receiver);
    }

    /** A token is good for one launch: the mail that launches takes the token's place among what came in. */
    private static Judged launched(
            PolledBot<EmailSettings> bot,
            ReceivedMail mail,
            String from,
            String token,
            SentMessage original,
            UpdateReceiver receiver) {
        if (receiver.intentOf(mail.answer()) == Intent.LAUNCH && !receiver.claim(bot.identity(), token, mail.id())) {
            return new Judged.Refused(
                    original.channelId(),
                    "reply token used before",
                    "You have launched something in answer to that mail already. Reply to the mail that told you of it, or to"
                            + " a newer one.");
        }
        return new Judged.Taken(text(bot, mail, from, mail.answer(), original.reference()));
    }

    private static InboundUpdate.Text text(
            PolledBot<EmailSettings> bot, ReceivedMail mail, String from, String words, @Nullable String replyTo) {
        return new InboundUpdate.Text(
                mail.id(),
                from,
                false,
                bot.identity().account(from),
                mail.id(),
                words,
                replyTo,
                InboundUpdate.Addressee.BOT);
    }

    /** The channel that writes to this address. */
    private static Optional<PolledBot.Channel<EmailSettings>> channelOf(PolledBot<EmailSettings> bot, String address) {
        return bot.channels().stream()
                .filter(channel -> channel.settings().to().stream().anyMatch(address::equalsIgnoreCase))
                .findFirst();
    }
}
