package dev.taskping.relay.channel;

import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.ProviderSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Checks channels when they are registered, and waits only for providers that answer soon. A provider that does not is asked in the
 * background, once at a time, and then at growing intervals; whoever registers the channel meanwhile hears at once that there is no
 * answer yet. Never called in a transaction.
 */
@ApplicationScoped
public class ChannelChecker {

    /** How long a registration waits. An operator registers eight channels at a time, and launches wait behind them. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How long a check is valid: a registration that changes nothing checks again only after this time. */
    private static final Duration VALID = Duration.ofMinutes(5);

    /** For how long a provider that could not be reached is left alone; twice as long each time. */
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);

    private static final int MOST_DOUBLINGS = 4;

    private static final String UNREACHABLE = "Unreachable";

    private final Jdbi jdbi;
    private final ChannelStore channels;
    private final AdapterInvoker adapters;
    private final InboundAdapterRegistry inbound;
    private final ProviderQuestions questions;
    private final Clock clock;

    /** The checks that are running or failed, by channel. */
    private final Map<UUID, Attempt> attempts = new ConcurrentHashMap<>();

    ChannelChecker(
            Jdbi jdbi,
            ChannelStore channels,
            AdapterInvoker adapters,
            InboundAdapterRegistry inbound,
            ProviderQuestions questions,
            Clock clock) {
        this.jdbi = jdbi;
        this.channels = channels;
        this.adapters = adapters;
        this.inbound = inbound;
        this.questions = questions;
        this.clock = clock;
    }

    /**
     * A check.
     *
     * @param failures how many before it failed
     * @param notBefore when the next one may begin, once this one has ended
     */
    private record Attempt(
            ProviderSettings settings, CompletableFuture<ChannelCheck> answer, int failures, Instant notBefore) {}

    /** The result of a check of this channel that is still valid, or of a new one. */
    public ChannelCheck check(RegisteredChannel channel) {
        Instant oldest = clock.instant().minus(VALID);
        Optional<ChannelCheck> recent =
                jdbi.withHandle(handle -> channels.findCheck(handle, channel.workspace(), channel.id(), oldest));
        if (recent.isPresent() && recent.get().ready()) {
            attempts.remove(channel.id());
            return recent.get();
        }
        attempts.computeIfPresent(channel.id(), (id, last) -> last.settings().equals(channel.settings()) ? last : null);
        Attempt last = attempts.get(channel.id());
        Attempt current =
                attempts.compute(channel.id(), (id, running) -> isValid(running) ? running : begin(channel, running));
        Optional<ChannelCheck> check;
        try {
            check = ProviderQuestions.await(current.answer(), current == last ? Duration.ZERO : PATIENCE);
        } finally {
            if (hasAnswer(current)) {
                attempts.remove(channel.id(), current);
            }
        }
        return check.orElseGet(() -> new ChannelCheck(
                false,
                UNREACHABLE,
                "The provider has not answered within " + PATIENCE.toSeconds()
                        + " seconds; the relay is still waiting and checks the channel again."));
    }

    /** Whether the provider did not answer, or could not be reached. */
    public static boolean isUnreachable(ChannelCheck check) {
        return UNREACHABLE.equals(check.reason());
    }

    /** A link that opens an app with a pairing code filled in; empty where there is none, or the provider does not answer. */
    public Optional<String> pairingLink(RegisteredChannel channel, String code) {
        return ProviderQuestions.await(
                        questions.ask(namespace(channel), () -> inbound.pairingLink(channel.settings(), code)),
                        PATIENCE)
                .flatMap(link -> link);
    }

    /** Forgets a channel that was removed. */
    public void forget(UUID channelId) {
        attempts.remove(channelId);
    }

    /** Whether the check is over and its provider was reached, or the adapter failed. */
    private static boolean hasAnswer(Attempt attempt) {
        CompletableFuture<ChannelCheck> answer = attempt.answer();
        return answer.isDone() && (answer.isCompletedExceptionally() || !isUnreachable(answer.join()));
    }

    private boolean isValid(@Nullable Attempt last) {
        return last != null && (!last.answer().isDone() || clock.instant().isBefore(last.notBefore()));
    }

    private Attempt begin(RegisteredChannel channel, @Nullable Attempt last) {
        int failures = last == null ? 0 : last.failures() + 1;
        Duration pause = SHORTEST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        return new Attempt(
                channel.settings(),
                questions.ask(namespace(channel), () -> checkAndStore(channel)),
                failures,
                clock.instant().plus(pause));
    }

    /** Stores the result before anybody hears it. A result about settings that were replaced meanwhile is dropped. */
    private ChannelCheck checkAndStore(RegisteredChannel channel) {
        ChannelCheck check = adapters.check(channel.settings());
        Attempt current = attempts.get(channel.id());
        if (current == null || current.settings().equals(channel.settings())) {
            jdbi.useHandle(handle -> channels.setCheck(handle, channel.workspace(), channel.id(), check));
        }
        return check;
    }

    private static String namespace(RegisteredChannel channel) {
        return channel.workspace() + "/" + channel.cluster() + "/"
                + channel.key().namespace();
    }
}
