package dev.taskping.relay.conversation.inbound;

import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.conversation.InboundDeduplicator;
import dev.taskping.relay.delivery.outbox.SentMessageStore;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.security.MailTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** The mails of ours that tokens stand for. */
@ApplicationScoped
class AnsweredMails {

    /** As long is remembered what came in, launches by a token among it. */
    private static final Duration LONGEST = Duration.ofDays(6);

    private final Jdbi jdbi;
    private final SentMessageStore messages;
    private final InboundDeduplicator inbound;
    private final RelayConfiguration configuration;
    private final Clock clock;

    AnsweredMails(
            Jdbi jdbi,
            SentMessageStore messages,
            InboundDeduplicator inbound,
            RelayConfiguration configuration,
            Clock clock) {
        this.jdbi = jdbi;
        this.messages = messages;
        this.inbound = inbound;
        this.configuration = configuration;
        this.clock = clock;
    }

    /**
     * A mail that was answered.
     *
     * @param channel the channel it went to
     * @param reference its Message-ID
     * @param isExpired whether it is too old to be answered
     */
    record Mail(RegisteredChannel channel, String reference, boolean isExpired) {}

    /**
     * The mail of a token, if it went to a channel of this bot.
     *
     * @throws IllegalStateException if it was answered before its delivery was recorded
     */
    Optional<Mail> find(Bot bot, String token) {
        return MailTokens.deliveryOf(token)
                .flatMap(delivery -> jdbi.withHandle(handle -> messages.find(handle, delivery))
                        .flatMap(sent -> mail(bot, delivery, sent)));
    }

    private Optional<Mail> mail(Bot bot, UUID delivery, SentMessageStore.Sent sent) {
        String reference = sent.reference();
        if (reference == null) {
            throw new IllegalStateException("Delivery " + delivery + " was answered and is not yet recorded");
        }
        boolean expired = sent.createdAt().isBefore(DatabaseAccess.now(clock).minus(validity()));
        return bot.channel(sent.channelId()).map(channel -> new Mail(channel, reference, expired));
    }

    private Duration validity() {
        Duration wanted = configuration.commands().replyTokenValidity();
        return wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST;
    }

    /**
     * Whether this mail may launch by that token: no other has. Only one replica reads a mailbox, so that nobody else asks
     * meanwhile.
     */
    boolean claim(Bot bot, String token, String mailId) {
        String scope = "launched:" + bot.scope() + ":" + token;
        return jdbi.inTransaction(handle -> {
            inbound.isNew(handle, scope, mailId);
            return handle.createQuery("SELECT count(*) FROM inbound WHERE scope = :scope")
                            .bind("scope", scope)
                            .mapTo(Integer.class)
                            .one()
                    == 1;
        });
    }
}
