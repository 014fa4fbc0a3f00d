package dev.taskping.relay.channel;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Stores the bot of channels that were registered before the relay stored it, when the relay starts. The sealed settings name
 * the bot, so no migration can do this.
 */
@ApplicationScoped
class BotIdBackfill {

    private static final Logger LOG = Logger.getLogger(BotIdBackfill.class);
    private static final int AT_ONCE = 500;

    private final Jdbi jdbi;
    private final ChannelStore channels;

    BotIdBackfill(Jdbi jdbi, ChannelStore channels) {
        this.jdbi = jdbi;
        this.channels = channels;
    }

    /** Before anybody looks for the channels of a bot. */
    void fill(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        Optional<UUID> last = Optional.empty();
        do {
            UUID after = last.orElse(new UUID(0, 0));
            List<UUID> unknown = jdbi.withHandle(handle -> channels.withoutBot(handle, after, AT_ONCE));
            unknown.forEach(this::fill);
            last = unknown.isEmpty() ? Optional.empty() : Optional.of(unknown.getLast());
        } while (last.isPresent());
    }

    private void fill(UUID channel) {
        try {
            jdbi.useTransaction(handle ->
                    channels.findById(handle, channel).ifPresent(found -> channels.setBot(handle, found.channel())));
        } catch (IllegalStateException e) {
            LOG.warnf(
                    "People cannot answer through channel %s until it is registered again: %s",
                    channel, e.getMessage());
        }
    }
}
