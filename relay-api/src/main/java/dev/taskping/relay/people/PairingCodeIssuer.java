package dev.taskping.relay.people;

import dev.taskping.protocol.channel.ChannelRegistration;
import dev.taskping.protocol.channel.ChannelState.Pairing;
import dev.taskping.relay.channel.InboundAdapterRegistry;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.people.PairingCodeStore.UnusedCode;
import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Issues the codes by which members of channels prove that an account is theirs; each is good for fifteen minutes and for one
 * use. All methods run in the caller's transaction.
 */
@ApplicationScoped
public class PairingCodeIssuer {

    static final Duration VALIDITY = Duration.ofMinutes(15);

    /** A code that expires sooner is replaced when it is asked for: nobody could still type it. */
    private static final Duration TOO_SHORT = Duration.ofMinutes(2);

    private final Memberships memberships;
    private final MembershipStore members;
    private final IdentityStore identities;
    private final PairingCodeStore codes;
    private final InboundAdapterRegistry inbound;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    PairingCodeIssuer(
            Memberships memberships,
            MembershipStore members,
            IdentityStore identities,
            PairingCodeStore codes,
            InboundAdapterRegistry inbound,
            Clock clock) {
        this.memberships = memberships;
        this.members = members;
        this.identities = identities;
        this.codes = codes;
        this.inbound = inbound;
        this.clock = clock;
    }

    /**
     * What a person is to be handed.
     *
     * @param code good once
     * @param expires until when it is good
     */
    public record Invitation(PairingCode code, Instant expires) {}

    /**
     * Makes the channel's members exactly {@code people}: roles are changed, who is no longer named loses the right to answer.
     *
     * @return each member in the order given, with a code for those who have not paired, where the provider can
     *     be answered at all
     */
    public List<Pairing> register(Handle handle, RegisteredChannel channel, List<ChannelRegistration.Member> people) {
        return memberships.replace(handle, channel, people).stream()
                .map(member -> pairing(handle, channel, member, true))
                .toList();
    }

    /** How far pairing has come, without issuing codes. */
    public List<Pairing> state(Handle handle, RegisteredChannel channel) {
        return members.members(handle, channel).stream()
                .map(member -> pairing(handle, channel, member, false))
                .toList();
    }

    /** A code for a member of the channel, paired or not; empty for others, and where nobody can answer. */
    public Optional<Invitation> invite(Handle handle, RegisteredChannel channel, UUID personId) {
        if (inbound.bot(channel.settings()).isEmpty()) {
            return Optional.empty();
        }
        return members.members(handle, channel).stream()
                .filter(member -> member.personId().equals(personId))
                .findFirst()
                .map(member -> current(handle, channel, member).orElseGet(() -> issue(handle, channel, member)))
                .map(issued -> new Invitation(issued.code(), issued.expires()));
    }

    private Pairing pairing(Handle handle, RegisteredChannel channel, Member member, boolean issue) {
        Optional<BotIdentity> bot = inbound.bot(channel.settings());
        if (bot.isEmpty()) {
            return new Pairing(member.name(), member.role(), false, null, null, null);
        }
        // A person who is known from another channel still has to say where this one's messages go.
        boolean paired = !channel.needsDestination()
                && identities.exists(handle, member.personId(), bot.get().provider());
        if (paired) {
            return new Pairing(member.name(), member.role(), true, null, null, null);
        }
        Optional<UnusedCode> code = current(handle, channel, member);
        if (code.isEmpty() && issue) {
            code = Optional.of(issue(handle, channel, member));
        }
        return new Pairing(
                member.name(),
                member.role(),
                false,
                code.map(issued -> issued.code().text()).orElse(null),
                null, // asking the provider for a link takes time; see ChannelChecker
                code.map(UnusedCode::expires).orElse(null));
    }

    private Optional<UnusedCode> current(Handle handle, RegisteredChannel channel, Member member) {
        return codes.findUnused(
                handle, channel, member.personId(), DatabaseAccess.now(clock).plus(TOO_SHORT));
    }

    private UnusedCode issue(Handle handle, RegisteredChannel channel, Member member) {
        UnusedCode code = new UnusedCode(
                PairingCode.random(random), DatabaseAccess.now(clock).plus(VALIDITY));
        codes.insert(handle, channel, member.personId(), code);
        return code;
    }
}
