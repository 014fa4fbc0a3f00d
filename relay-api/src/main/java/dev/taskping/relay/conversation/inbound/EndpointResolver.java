package dev.taskping.relay.conversation.inbound;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.guard.GuardMetrics;
import dev.taskping.relay.guard.GuardMetrics.Refusal;
import dev.taskping.relay.guard.RequestWindows;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;

/** Finds the bot that a provider pushes to by the channel in the address, if it is the provider that pushes. */
@ApplicationScoped
class EndpointResolver {

    /** Anybody can send forgeries, as many as they like: of one channel, one a minute is written down. */
    private static final Duration WRITTEN_DOWN = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final ChannelStore channels;
    private final RequestWindows windows;
    private final AuditTrail audit;
    private final GuardMetrics metrics;

    EndpointResolver(Jdbi jdbi, ChannelStore channels, RequestWindows windows, AuditTrail audit, GuardMetrics metrics) {
        this.jdbi = jdbi;
        this.channels = channels;
        this.windows = windows;
        this.audit = audit;
        this.metrics = metrics;
    }

    /** The bot that has a channel of that id and type, if the proof holds for it. */
    Optional<Bot> find(ChannelType type, String channelId, Predicate<Bot> proof) {
        UUID id;
        try {
            id = UUID.fromString(channelId);
        } catch (IllegalArgumentException e) {
            metrics.refused(Refusal.CREDENTIAL);
            return Optional.empty();
        }
        return proven(type, channel -> channel.id().equals(id), proof);
    }

    /** The bot that has the channel which a cluster registered by that name, if the proof holds for it. */
    Optional<Bot> find(ChannelType type, String cluster, ChannelKey key, Predicate<Bot> proof) {
        return proven(
                type,
                channel -> channel.cluster().equals(cluster) && channel.key().equals(key),
                proof);
    }

    private Optional<Bot> proven(ChannelType type, Predicate<RegisteredChannel> wanted, Predicate<Bot> proof) {
        Optional<Bot> bot = Bot.of(jdbi.withHandle(handle -> channels.findByType(handle, type))).stream()
                .filter(candidate -> candidate.channels().stream().anyMatch(wanted))
                .findFirst();
        if (bot.filter(proof).isPresent()) {
            return bot;
        }
        metrics.refused(Refusal.CREDENTIAL);
        bot.flatMap(forged -> forged.channels().stream().filter(wanted).findFirst())
                .ifPresent(this::writeDown);
        return Optional.empty();
    }

    private void writeDown(RegisteredChannel channel) {
        jdbi.useTransaction(handle -> {
            if (windows.count(handle, "forged/" + channel.id(), WRITTEN_DOWN).requests() > 1) {
                return;
            }
            audit.record(
                    handle,
                    new Actor(
                            channel.workspace(),
                            Actor.Source.PROVIDER,
                            "somebody at the hook of "
                                    + channel.settings().type().id(),
                            channel.cluster(),
                            channel.key().toString(),
                            null),
                    "push an update",
                    null,
                    Decision.REFUSED,
                    "the signature or secret is missing, wrong or late");
        });
    }
}
