package dev.taskping.relay.channel;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelRegistration;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.protocol.channel.ChannelState;
import dev.taskping.protocol.channel.ChannelState.Trouble;
import dev.taskping.relay.account.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Registers channels: stores how to reach them, asks the provider, and issues pairing codes. */
@ApplicationScoped
public class ChannelRegistry {

    /** A registration that changes nothing asks the provider again only after this long. */
    private static final Duration CHECK_VALID = Duration.ofMinutes(5);

    private final Jdbi jdbi;
    private final ChannelStore channels;
    private final ChannelHealth health;
    private final Adapters adapters;
    private final PairingCodes pairing;
    private final Clock clock;

    ChannelRegistry(
            Jdbi jdbi,
            ChannelStore channels,
            ChannelHealth health,
            Adapters adapters,
            PairingCodes pairing,
            Clock clock) {
        this.jdbi = jdbi;
        this.channels = channels;
        this.health = health;
        this.adapters = adapters;
        this.pairing = pairing;
        this.clock = clock;
    }

    private record Registered(
            RegisteredChannel channel, List<ChannelState.Pairing> people, @Nullable Trouble trouble) {}

    /** Registers a channel; the same registration again is cheap and changes nothing. */
    ChannelState register(Caller.Cluster caller, ChannelKey key, ChannelRegistration registration) {
        Registered registered = jdbi.inTransaction(handle -> {
            RegisteredChannel channel = store(handle, caller, key, registration.settings());
            channels.setDelivery(handle, channel, registration.rate(), registration.fallback());
            channels.setMessages(handle, channel, registration.template());
            return new Registered(
                    channel, people(handle, channel, Optional.of(registration.people())), trouble(handle, channel));
        });
        return state(check(registered.channel), registered.people, registered.trouble);
    }

    /** The channel's state, as the provider last told it. */
    Optional<ChannelState> find(Caller.Cluster caller, ChannelKey key) {
        return jdbi.inTransaction(handle -> channels.find(handle, caller.workspace(), caller.id(), key)
                .map(channel -> state(
                        channels.findCheck(handle, channel.workspace(), channel.id(), Instant.EPOCH)
                                .orElseGet(() -> new ChannelCheck(
                                        false, "Unchecked", "The provider was not asked yet; register it again.")),
                        people(handle, channel, Optional.empty()),
                        trouble(handle, channel))));
    }

    /** Forgets the channel; false if it was not registered. */
    boolean remove(Caller.Cluster caller, ChannelKey key) {
        return jdbi.inTransaction(handle -> channels.remove(handle, caller.workspace(), caller.id(), key));
    }

    private RegisteredChannel store(Handle handle, Caller.Cluster caller, ChannelKey key, ChannelSettings settings) {
        return channels.find(handle, caller.workspace(), caller.id(), key)
                .filter(known -> RegisteredChannel.withDestination(settings, known.destination())
                        .equals(known.settings()))
                .orElseGet(() -> channels.put(handle, caller.workspace(), caller.id(), key, settings));
    }

    private List<ChannelState.Pairing> people(
            Handle handle, RegisteredChannel channel, Optional<List<ChannelRegistration.Member>> members) {
        return members.map(people -> pairing.register(handle, channel, people))
                .orElseGet(() -> pairing.state(handle, channel));
    }

    private ChannelCheck check(RegisteredChannel channel) {
        Instant oldest = clock.instant().minus(CHECK_VALID);
        Optional<ChannelCheck> recent =
                jdbi.withHandle(handle -> channels.findCheck(handle, channel.workspace(), channel.id(), oldest));
        if (recent.isPresent() && recent.get().ready()) {
            return recent.get();
        }
        ChannelCheck check = adapters.check(channel.settings());
        jdbi.useHandle(handle -> channels.setCheck(handle, channel.workspace(), channel.id(), check));
        return check;
    }

    private @Nullable Trouble trouble(Handle handle, RegisteredChannel channel) {
        return health.trouble(handle, channel.workspace(), channel.id()).orElse(null);
    }

    private static ChannelState state(
            ChannelCheck check, List<ChannelState.Pairing> people, @Nullable Trouble trouble) {
        return new ChannelState(check.ready(), check.reason(), check.message(), people, trouble);
    }
}
