package dev.taskping.relay.conversation;

import dev.taskping.relay.action.CommandParser;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes updates of providers, each once. What is decided, its audit and all answers are one transaction; the update is to be
 * acknowledged after it.
 *
 * <p>The questions are asked in this order: is it new ({@link InboundDeduplicator}), who is it ({@link SenderAuthorizer}), what is wanted
 * ({@link CommandParser}), about which task ({@link TaskResolver}, {@link TaskMatch}), may they and what comes of it
 * ({@link CommandRouter}), how is it said ({@link ReplySender}).
 */
@ApplicationScoped
public class InboundHandler {

    private final Jdbi jdbi;
    private final ChannelStore channels;
    private final InboundDeduplicator inbound;
    private final TextMessageHandler textMessageHandler;
    private final ButtonHandler buttonHandler;

    InboundHandler(
            Jdbi jdbi,
            ChannelStore channels,
            InboundDeduplicator inbound,
            TextMessageHandler textMessageHandler,
            ButtonHandler buttonHandler) {
        this.jdbi = jdbi;
        this.channels = channels;
        this.inbound = inbound;
        this.textMessageHandler = textMessageHandler;
        this.buttonHandler = buttonHandler;
    }

    /**
     * Handles an update.
     *
     * @return the words that pop up where a button was pressed; empty text for none
     */
    public String handle(Bot known, InboundUpdate update) {
        return jdbi.inTransaction(handle -> {
            Optional<Bot> now = asOfNow(handle, known);
            if (now.isEmpty() || !inbound.isNew(handle, known.scope(), update.updateId())) {
                return "";
            }
            return switch (update) {
                case InboundUpdate.Text text -> {
                    textMessageHandler.take(handle, now.get(), text);
                    yield "";
                }
                case InboundUpdate.Press press -> buttonHandler.take(handle, now.get(), press);
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
