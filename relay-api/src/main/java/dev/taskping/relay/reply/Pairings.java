package dev.taskping.relay.reply;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.RegisteredChannel;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** Binds an account to the person that a one-time code was made for. */
@ApplicationScoped
class Pairings {

    /** {@code /start CODE}, in groups {@code /start@bot CODE}. */
    private static final Pattern START = Pattern.compile("(?i)^/start(?:@\\w+)?\\s+(\\S{1,64})\\s*$");

    /** Guessing one of 2^50 codes takes longer than they live; this keeps it from being a load. */
    private static final int MAX_ATTEMPTS = 20;

    private static final Duration WINDOW = Duration.ofHours(1);

    private final PairingStore codes;
    private final PeopleStore people;
    private final ChannelStore channels;
    private final AuditLog audit;

    Pairings(PairingStore codes, PeopleStore people, ChannelStore channels, AuditLog audit) {
        this.codes = codes;
        this.people = people;
        this.channels = channels;
        this.audit = audit;
    }

    /**
     * The end of an attempt.
     *
     * @param channel the channel the code was for
     * @param message what the person is told
     */
    record Outcome(RegisteredChannel channel, Message message) {}

    /** The code in a message, if it is an attempt to pair. */
    static Optional<PairingCode> codeIn(String text) {
        Matcher start = START.matcher(text);
        return start.matches() ? Optional.of(PairingCode.typed(start.group(1))) : Optional.empty();
    }

    /** Redeems a code; empty if it is none of ours. */
    Optional<Outcome> redeem(Handle handle, Bot bot, Incoming.Text text, PairingCode code) {
        String who = text.sender().shown();
        String workspace = bot.channels().getFirst().workspace();
        if (audit.recent(handle, workspace, who, WINDOW) > MAX_ATTEMPTS) {
            return Optional.empty();
        }
        Optional<PairingStore.Issued> found = codes.find(handle, bot, code);
        if (found.isEmpty()) {
            audit.record(handle, workspace, who, "pair", "refused", "unknown code");
            return Optional.empty();
        }
        PairingStore.Issued issued = found.get();
        RegisteredChannel channel = bot.channel(issued.channelId()).orElseThrow();
        return Optional.of(new Outcome(channel, redeem(handle, channel, text, issued)));
    }

    private Message redeem(Handle handle, RegisteredChannel channel, Incoming.Text text, PairingStore.Issued issued) {
        String who = text.sender().shown();
        Optional<Member> already = people.member(handle, channel, text.sender());
        if (issued.used()
                && already.filter(member -> member.personId().equals(issued.personId()))
                        .isPresent()) {
            return Answers.welcome(already.get(), channel);
        }
        if (issued.used() || codes.isExpired(issued)) {
            audit.record(
                    handle, channel.workspace(), who, "pair", "refused", issued.used() ? "code used" : "code expired");
            return issued.used() ? Answers.codeUsed() : Answers.codeExpired(channel);
        }
        if (!people.bind(handle, channel, text.sender(), issued.personId())) {
            audit.record(handle, channel.workspace(), who, "pair", "refused", "account of another person");
            return Answers.accountTaken();
        }
        codes.use(handle, issued);
        if (channel.needsDestination()) {
            channels.setDestination(handle, channel.workspace(), channel.id(), text.chat());
        }
        Optional<Member> member = people.member(handle, channel, text.sender());
        audit.record(
                handle,
                channel.workspace(),
                who,
                "pair with " + channel.key(),
                "accepted",
                member.map(Member::name).orElse("no longer a member"));
        return member.map(paired -> Answers.welcome(paired, channel)).orElseGet(Answers::codeUsed);
    }
}
