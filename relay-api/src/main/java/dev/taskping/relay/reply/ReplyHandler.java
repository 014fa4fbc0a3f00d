package dev.taskping.relay.reply;

import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.RegisteredChannel;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes updates of providers, each once. What is decided, its audit and all answers are one transaction; the update is to be
 * acknowledged after it.
 *
 * <p>The questions are asked in this order: is it new ({@link InboundLog}), who is it ({@link Doorkeeper}), what is wanted
 * ({@link CommandParser}), about which task ({@link TaskContext}, {@link TaskChoice}), may they and what comes of it
 * ({@link Requests}), how is it said ({@link Speech}).
 */
@ApplicationScoped
class ReplyHandler {

    private final Jdbi jdbi;
    private final ChannelStore channels;
    private final InboundLog inbound;
    private final Sayings sayings;
    private final Presses presses;

    ReplyHandler(Jdbi jdbi, ChannelStore channels, InboundLog inbound, Sayings sayings, Presses presses) {
        this.jdbi = jdbi;
        this.channels = channels;
        this.inbound = inbound;
        this.sayings = sayings;
        this.presses = presses;
    }

    /**
     * Handles an update.
     *
     * @return the words that pop up where a button was pressed; empty text for none
     */
    String handle(Bot known, Incoming incoming) {
        return jdbi.inTransaction(handle -> {
            Optional<Bot> now = asOfNow(handle, known);
            if (now.isEmpty() || !inbound.isNew(handle, known.scope(), incoming.updateId())) {
                return "";
            }
            return switch (incoming) {
                case Incoming.Text text -> {
                    sayings.take(handle, now.get(), text);
                    yield "";
                }
                case Incoming.Press press -> presses.take(handle, now.get(), press);
            };
        });
    }

    /** The bot with its channels as they are in this transaction: an update ago somebody may have paired. */
    private Optional<Bot> asOfNow(Handle handle, Bot known) {
        List<RegisteredChannel> current = known.channels().stream()
                .flatMap(channel -> channels.find(handle, channel.workspace(), channel.id()).stream())
                .toList();
        return Bot.of(current).stream()
                .filter(bot -> bot.id().equals(known.id()))
                .findFirst();
    }
}
