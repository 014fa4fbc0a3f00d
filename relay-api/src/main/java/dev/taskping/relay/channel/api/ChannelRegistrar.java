package dev.taskping.relay.channel.api;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelRegistration;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.protocol.channel.ChannelState;
import dev.taskping.protocol.channel.ChannelState.Trouble;
import dev.taskping.protocol.channel.Fallback;
import dev.taskping.protocol.channel.Rate;
import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.ChannelChecker;
import dev.taskping.relay.channel.ChannelHealthStore;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.HookAddresses;
import dev.taskping.relay.channel.InboundAdapterRegistry;
import dev.taskping.relay.channel.ProviderRegistry;
import dev.taskping.relay.channel.ProviderRegistry.InvalidSettingsException;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.channel.spi.RateLimit;
import dev.taskping.relay.delivery.lane.FallbackStore;
import dev.taskping.relay.delivery.lane.LaneAssigner;
import dev.taskping.relay.delivery.outbox.Outbox;
import dev.taskping.relay.people.PairingCodeIssuer;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Registers channels: stores their settings, assigns lane and fallback, checks the settings with the provider, and issues
 * pairing codes.
 */
@ApplicationScoped
public class ChannelRegistrar {

    /** How long the relay tries messages before the fallback channel takes them over, if the registration does not say. */
    private static final Duration FALLBACK_AFTER = Duration.ofMinutes(15);

    private final Jdbi jdbi;
    private final ChannelStore channels;
    private final ChannelHealthStore health;
    private final LaneAssigner lanes;
    private final FallbackStore fallbacks;
    private final Outbox outbox;
    private final ProviderRegistry providers;
    private final ChannelChecker checker;
    private final InboundAdapterRegistry inbound;
    private final HookAddresses hooks;
    private final PairingCodeIssuer pairingCodeIssuer;
    private final AuditTrail audit;

    ChannelRegistrar(
            Jdbi jdbi,
            ChannelStore channels,
            ChannelHealthStore health,
            LaneAssigner lanes,
            FallbackStore fallbacks,
            Outbox outbox,
            ProviderRegistry providers,
            ChannelChecker checker,
            InboundAdapterRegistry inbound,
            HookAddresses hooks,
            PairingCodeIssuer pairingCodeIssuer,
            AuditTrail audit) {
        this.jdbi = jdbi;
        this.channels = channels;
        this.health = health;
        this.lanes = lanes;
        this.fallbacks = fallbacks;
        this.outbox = outbox;
        this.providers = providers;
        this.checker = checker;
        this.inbound = inbound;
        this.hooks = hooks;
        this.pairingCodeIssuer = pairingCodeIssuer;
        this.audit = audit;
    }

    private record Registered(
            RegisteredChannel channel, List<ChannelState.Pairing> people, @Nullable Trouble trouble) {}

    private record Found(Registered registered, ChannelCheck check) {}

    /** Registers a channel; the same registration again is cheap and changes nothing. */
    ChannelState register(Caller.Cluster caller, ChannelKey key, ChannelRegistration registration) {
        ProviderSettings settings = read(registration.settings());
        Registered registered = jdbi.inTransaction(handle -> {
            Optional<RegisteredChannel> before = channels.find(handle, caller.workspace(), caller.id(), key);
            RegisteredChannel channel = store(handle, caller, key, before, settings);
            lanes.assign(handle, channel, limit(channel, registration.rate()));
            setFallback(handle, channel, registration.fallback());
            channels.setMessages(handle, channel, registration.template());
            return new Registered(
                    channel, people(handle, channel, Optional.of(registration.people())), trouble(handle, channel));
        });
        return state(registered, checker.check(registered.channel));
    }

    /** The channel's state, by its latest check. */
    Optional<ChannelState> find(Caller.Cluster caller, ChannelKey key) {
        return jdbi.inTransaction(handle -> channels.find(handle, caller.workspace(), caller.id(), key)
                        .map(channel -> new Found(
                                new Registered(
                                        channel, people(handle, channel, Optional.empty()), trouble(handle, channel)),
                                channels.findCheck(handle, channel.workspace(), channel.id(), Instant.EPOCH)
                                        .orElseGet(() -> new ChannelCheck(
                                                false,
                                                "Unchecked",
                                                "The provider was not asked yet; register it again.")))))
                .map(found -> state(found.registered(), found.check()));
    }

    /** Removes the channel; false if it was not registered. */
    boolean remove(Caller.Cluster caller, ChannelKey key) {
        return jdbi.inTransaction(handle -> {
            channels.find(handle, caller.workspace(), caller.id(), key).ifPresent(channel -> {
                pairingCodeIssuer.register(handle, channel, List.of());
                lanes.remove(handle, channel);
                checker.forget(channel.id());
            });
            boolean removed = channels.remove(handle, caller.workspace(), caller.id(), key);
            if (removed) {
                audit.record(
                        handle,
                        actor(caller, key),
                        "remove channel",
                        key.toString(),
                        Decision.ACCEPTED,
                        "no longer there");
            }
            return removed;
        });
    }

    private ProviderSettings read(ChannelSettings settings) {
        try {
            return providers.read(settings);
        } catch (InvalidSettingsException e) {
            throw ProblemException.invalid(String.valueOf(e.getMessage()));
        }
    }

    private RegisteredChannel store(
            Handle handle,
            Caller.Cluster caller,
            ChannelKey key,
            Optional<RegisteredChannel> before,
            ProviderSettings settings) {
        Optional<RegisteredChannel> same = before.filter(known ->
                RegisteredChannel.withDestination(settings, known.destination()).equals(known.settings()));
        if (same.isPresent()) {
            return same.get();
        }
        audit.record(
                handle,
                actor(caller, key),
                before.isPresent() ? "change channel" : "register channel",
                key.toString(),
                Decision.ACCEPTED,
                settings.type().id());
        RegisteredChannel changed = channels.put(handle, caller.workspace(), caller.id(), key, settings);
        outbox.release(handle, changed.workspace(), changed.id());
        return changed;
    }

    private static Optional<RateLimit> limit(RegisteredChannel channel, @Nullable Rate rate) {
        return Optional.ofNullable(rate).map(RateLimit::of).or(() -> channel.settings()
                .rateLimit());
    }

    private void setFallback(Handle handle, RegisteredChannel channel, @Nullable Fallback fallback) {
        if (fallback == null) {
            fallbacks.clear(handle, channel.id());
            return;
        }
        UUID takesOver = channels.idOf(handle, channel.workspace(), channel.cluster(), fallback.channel());
        fallbacks.set(handle, channel.id(), takesOver, Objects.requireNonNullElse(fallback.after(), FALLBACK_AFTER));
    }

    private static Actor actor(Caller.Cluster caller, ChannelKey key) {
        return Actor.cluster(caller.workspace(), caller.id()).at(caller.id(), key.toString());
    }

    private List<ChannelState.Pairing> people(
            Handle handle, RegisteredChannel channel, Optional<List<ChannelRegistration.Member>> members) {
        return members.map(people -> pairingCodeIssuer.register(handle, channel, people))
                .orElseGet(() -> pairingCodeIssuer.state(handle, channel));
    }

    private @Nullable Trouble trouble(Handle handle, RegisteredChannel channel) {
        return health.trouble(handle, channel.workspace(), channel.id()).orElse(null);
    }

    private ChannelState state(Registered registered, ChannelCheck check) {
        RegisteredChannel channel = registered.channel();
        URI hook = inbound.isHookEnteredByPeople(channel.settings()) ? hooks.of(channel) : null;
        List<ChannelState.Pairing> people =
                ChannelChecker.isUnreachable(check) ? registered.people() : linked(registered);
        return new ChannelState(check.ready(), check.reason(), check.message(), people, registered.trouble(), hook);
    }

    /** With the links that the provider has for codes; all of its codes have one, or none has. */
    private List<ChannelState.Pairing> linked(Registered registered) {
        List<ChannelState.Pairing> linked = new ArrayList<>();
        boolean links = true;
        for (ChannelState.Pairing person : registered.people()) {
            String code = person.code();
            Optional<String> link =
                    links && code != null ? checker.pairingLink(registered.channel(), code) : Optional.empty();
            links = code == null || link.isPresent();
            linked.add(new ChannelState.Pairing(
                    person.name(), person.role(), person.paired(), code, link.orElse(null), person.expires()));
        }
        return linked;
    }
}
