package dev.taskping.relay.conversation;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.guard.GuardConfiguration;
import dev.taskping.relay.guard.GuardMetrics;
import dev.taskping.relay.guard.GuardMetrics.Refusal;
import dev.taskping.relay.guard.LockOuts;
import dev.taskping.relay.guard.RequestWindows;
import dev.taskping.relay.people.Member;
import dev.taskping.relay.people.MembershipStore;
import dev.taskping.relay.people.PairingCode;
import dev.taskping.relay.people.PairingStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** Binds an account to the person that a one-time code was made for. */
@ApplicationScoped
public class PairingHandler {

    /** {@code /start CODE}, in groups {@code /start@bot CODE}. */
    private static final Pattern START = Pattern.compile("(?i)^/start(?:@\\w+)?\\s+(\\S{1,64})\\s*$");

    /** Guessing one of 2^50 codes takes longer than they live; limits keep it from being a load. */
    private static final Duration WINDOW = Duration.ofHours(1);

    private final PairingStore codes;
    private final MembershipStore people;
    private final ChannelStore channels;
    private final ConversationAudit audit;
    private final RefusalRecorder refusalRecorder;
    private final RequestWindows windows;
    private final LockOuts lockOuts;
    private final GuardMetrics metrics;
    private final GuardConfiguration configuration;

    PairingHandler(
            PairingStore codes,
            MembershipStore people,
            ChannelStore channels,
            ConversationAudit audit,
            RefusalRecorder refusalRecorder,
            RequestWindows windows,
            LockOuts lockOuts,
            GuardMetrics metrics,
            GuardConfiguration configuration) {
        this.codes = codes;
        this.people = people;
        this.channels = channels;
        this.audit = audit;
        this.refusalRecorder = refusalRecorder;
        this.windows = windows;
        this.lockOuts = lockOuts;
        this.metrics = metrics;
        this.configuration = configuration;
    }

    /**
     * The end of an attempt.
     *
     * @param channel the channel the code was for
     * @param message what the person is told
     */
    record Outcome(RegisteredChannel channel, Message message) {}

    /** The code in a message, if it is an attempt to pair. */
    public static Optional<PairingCode> codeIn(String text) {
        Matcher start = START.matcher(text);
        return start.matches() ? Optional.of(PairingCode.typed(start.group(1))) : Optional.empty();
    }

    /** Redeems a code; empty if it is none of ours, or too many were tried. */
    Optional<Outcome> redeem(Handle handle, Bot bot, InboundUpdate.Text text, PairingCode code) {
        RegisteredChannel first = bot.channels().getFirst();
        String ofAccount = "codes/" + bot.scope() + "/" + text.sender().id();
        String ofBot = "codes/" + bot.scope();
        if (windows.look(handle, ofAccount, WINDOW) >= configuration.codesPerAccount()
                || windows.look(handle, ofBot, WINDOW) >= configuration.codesPerBot()
                || lockOuts.until(handle, RefusalRecorder.place(first, text)).isPresent()) {
            metrics.refused(Refusal.CODE);
            return Optional.empty();
        }
        Optional<PairingStore.Issued> found = codes.find(handle, bot, code);
        Optional<Outcome> outcome = found.map(issued -> {
            RegisteredChannel channel = bot.channel(issued.channelId()).orElseThrow();
            return new Outcome(channel, redeem(handle, channel, text, issued));
        });
        if (found.isEmpty()) {
            refusalRecorder.count(handle, first, text, Refusal.CODE, "pair", "unknown code");
            windows.count(handle, ofAccount, WINDOW);
            windows.count(handle, ofBot, WINDOW);
        }
        return outcome;
    }

    private Message redeem(
            Handle handle, RegisteredChannel channel, InboundUpdate.Text text, PairingStore.Issued issued) {
        Optional<Member> already = people.member(handle, channel, text.sender());
        if (issued.used()
                && already.filter(member -> member.personId().equals(issued.personId()))
                        .isPresent()) {
            return ReplyTexts.welcome(already.get(), channel);
        }
        if (issued.used() || codes.isExpired(issued)) {
            String reason = issued.used() ? "code used" : "code expired";
            refusalRecorder.count(handle, channel, text, Refusal.CODE, "pair", reason);
            return issued.used() ? ReplyTexts.codeUsed() : ReplyTexts.codeExpired(channel);
        }
        if (!people.bind(handle, channel, text.sender(), issued.personId())) {
            refusalRecorder.count(handle, channel, text, Refusal.CODE, "pair", "account of another person");
            return ReplyTexts.accountTaken();
        }
        codes.use(handle, issued);
        if (channel.needsDestination()) {
            channels.setDestination(handle, channel.workspace(), channel.id(), text.chat());
        }
        Optional<Member> member = people.member(handle, channel, text.sender());
        audit.pairing(
                handle,
                channel,
                text,
                "pair with " + channel.key(),
                member.map(Member::name).orElse("no longer a member"));
        return member.map(paired -> ReplyTexts.welcome(paired, channel)).orElseGet(ReplyTexts::codeUsed);
    }
}
