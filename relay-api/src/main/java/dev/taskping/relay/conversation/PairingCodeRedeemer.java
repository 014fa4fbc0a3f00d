package dev.taskping.relay.conversation;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.conversation.reply.ReplyTexts;
import dev.taskping.relay.conversation.sender.ConversationAudit;
import dev.taskping.relay.conversation.sender.SenderLockout;
import dev.taskping.relay.conversation.sender.StrangerLimit;
import dev.taskping.relay.delivery.lane.LaneAssigner;
import dev.taskping.relay.guard.GuardConfiguration;
import dev.taskping.relay.guard.GuardMetrics;
import dev.taskping.relay.guard.GuardMetrics.Refusal;
import dev.taskping.relay.guard.LockOuts;
import dev.taskping.relay.guard.RequestWindows;
import dev.taskping.relay.people.IdentityStore;
import dev.taskping.relay.people.Member;
import dev.taskping.relay.people.MembershipStore;
import dev.taskping.relay.people.PairingCode;
import dev.taskping.relay.people.PairingCodeStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** Redeems pairing codes: pairs the sender's account with the person for whom the code was issued. */
@ApplicationScoped
public class PairingCodeRedeemer {

    /** {@code /start CODE}, in groups {@code /start@bot CODE}. */
    private static final Pattern START = Pattern.compile("(?i)^/start(?:@\\w+)?\\s+(\\S{1,64})\\s*$");

    /** Nobody can guess one of 2^50 codes within its validity; the limits keep attempts from being a load. */
    private static final Duration WINDOW = Duration.ofHours(1);

    private final PairingCodeStore codes;
    private final MembershipStore members;
    private final IdentityStore identities;
    private final ChannelStore channels;
    private final LaneAssigner lanes;
    private final ConversationAudit audit;
    private final SenderLockout refusals;
    private final RequestWindows windows;
    private final LockOuts lockOuts;
    private final GuardMetrics metrics;
    private final GuardConfiguration configuration;
    private final StrangerLimit strangers;

    PairingCodeRedeemer(
            PairingCodeStore codes,
            MembershipStore members,
            IdentityStore identities,
            ChannelStore channels,
            LaneAssigner lanes,
            ConversationAudit audit,
            SenderLockout refusals,
            RequestWindows windows,
            LockOuts lockOuts,
            GuardMetrics metrics,
            GuardConfiguration configuration,
            StrangerLimit strangers) {
        this.strangers = strangers;
        this.codes = codes;
        this.members = members;
        this.identities = identities;
        this.channels = channels;
        this.lanes = lanes;
        this.audit = audit;
        this.refusals = refusals;
        this.windows = windows;
        this.lockOuts = lockOuts;
        this.metrics = metrics;
        this.configuration = configuration;
    }

    /**
     * The result of an attempt to pair.
     *
     * @param channel the channel the code was for
     * @param message the reply
     */
    record Outcome(RegisteredChannel channel, Message message) {}

    /** The code in a message, if it is an attempt to pair. */
    public static Optional<PairingCode> codeIn(String text) {
        Matcher start = START.matcher(text);
        return start.matches() ? Optional.of(PairingCode.typed(start.group(1))) : Optional.empty();
    }

    /** Redeems a code; empty if no channel of the bot issued it, or if too many were tried. */
    Optional<Outcome> redeem(Handle handle, Bot bot, InboundUpdate.Text text, PairingCode code) {
        RegisteredChannel first = bot.channels().getFirst();
        String ofAccount = "codes/" + bot.scope() + "/" + text.sender().id();
        String ofBot = "codes/" + bot.scope();
        if (windows.peek(handle, ofAccount, WINDOW) >= configuration.codesPerAccount()
                || windows.peek(handle, ofBot, WINDOW) >= configuration.codesPerBot()
                || lockOuts.until(handle, SenderLockout.account(first, text)).isPresent()) {
            metrics.refused(Refusal.CODE);
            return Optional.empty();
        }
        Optional<PairingCodeStore.Issued> found = codes.find(handle, bot, code);
        // Codes that were used or have expired may be known to many.
        boolean isValid =
                found.filter(issued -> isValid(handle, bot, text, issued)).isPresent();
        if (!isValid) {
            windows.count(handle, ofBot, WINDOW);
            if (!strangers.admits(handle, bot)) {
                metrics.refused(Refusal.CODE);
                return Optional.empty();
            }
            windows.count(handle, ofAccount, WINDOW);
        }
        if (found.isEmpty()) {
            refusals.count(handle, first, text, Refusal.CODE, "pair", "unknown code");
        }
        return found.map(
                issued -> redeem(handle, bot.channel(issued.channelId()).orElseThrow(), text, issued));
    }

    /** Whether the code can pair, or has paired this account before. */
    private boolean isValid(Handle handle, Bot bot, InboundUpdate.Text text, PairingCodeStore.Issued issued) {
        return issued.used()
                ? members.member(handle, bot.channel(issued.channelId()).orElseThrow(), text.sender())
                        .filter(member -> member.personId().equals(issued.personId()))
                        .isPresent()
                : !codes.isExpired(issued);
    }

    private Outcome redeem(
            Handle handle, RegisteredChannel channel, InboundUpdate.Text text, PairingCodeStore.Issued issued) {
        Optional<Member> already = members.member(handle, channel, text.sender());
        if (issued.used()
                && already.filter(member -> member.personId().equals(issued.personId()))
                        .isPresent()) {
            return new Outcome(channel, ReplyTexts.welcome(already.get(), channel));
        }
        if (issued.used() || codes.isExpired(issued)) {
            String reason = issued.used() ? "code used" : "code expired";
            refusals.count(handle, channel, text, Refusal.CODE, "pair", reason);
            return new Outcome(channel, issued.used() ? ReplyTexts.codeUsed() : ReplyTexts.codeExpired(channel));
        }
        if (!identities.bind(handle, channel, text.sender(), issued.personId())) {
            refusals.count(handle, channel, text, Refusal.CODE, "pair", "account of another person");
            return new Outcome(channel, ReplyTexts.accountTaken());
        }
        codes.use(handle, issued);
        if (channel.needsDestination()) {
            channels.setDestination(handle, channel.workspace(), channel.id(), text.chat())
                    .ifPresent(leading -> lanes.move(handle, leading));
        }
        Optional<Member> member = members.member(handle, channel, text.sender());
        audit.pairing(
                handle,
                channel,
                text,
                "pair with " + channel.key(),
                member.map(Member::name).orElse("no longer a member"));
        Message reply =
                member.map(paired -> ReplyTexts.welcome(paired, channel)).orElseGet(ReplyTexts::codeUsed);
        return new Outcome(channel, reply);
    }
}
