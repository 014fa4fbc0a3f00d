package dev.taskping.relay.conversation;

import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.command.grammar.CommandParser;
import dev.taskping.relay.conversation.handler.CommandRouter;
import dev.taskping.relay.conversation.reply.ReplySender;
import dev.taskping.relay.conversation.sender.InboundDeduplicator;
import dev.taskping.relay.conversation.sender.SenderAuthorizer;
import dev.taskping.relay.conversation.task.TaskMatch;
import dev.taskping.relay.conversation.task.TaskResolver;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * Handles updates of providers, each once. The decision, its audit and all replies are one transaction; the update is to be
 * acknowledged after it.
 *
 * <p>The steps in order: is the update new ({@link InboundDeduplicator}); who sent it ({@link SenderAuthorizer}); which command is it
 * ({@link CommandParser}); about which task ({@link TaskResolver}, {@link TaskMatch}); may the sender give it, and what does it do
 * ({@link CommandRouter}); send the reply ({@link ReplySender}).
 */
@ApplicationScoped
public class InboundHandler {

    private final Jdbi jdbi;
    private final ChannelStore channels;
    private final InboundDeduplicator inbound;
    private final TextMessageHandler texts;
    private final ButtonHandler buttons;

    InboundHandler(
            Jdbi jdbi,
            ChannelStore channels,
            InboundDeduplicator inbound,
            TextMessageHandler texts,
            ButtonHandler buttons) {
        this.jdbi = jdbi;
        this.channels = channels;
        this.inbound = inbound;
        this.texts = texts;
        this.buttons = buttons;
    }

    /**
     * Handles an update, with the bot's channels as they are in this transaction: the previous update may have paired somebody.
     *
     * @return the text to pop up where a button was pressed; may be empty
     */
    public String handle(BotIdentity identity, InboundUpdate update) {
        return jdbi.inTransaction(handle -> {
            List<RegisteredChannel> current = channels.findByBot(handle, identity);
            if (current.isEmpty() || !inbound.isNew(handle, identity.scope(), update.updateId())) {
                return "";
            }
            Bot bot = new Bot(identity, current);
            return switch (update) {
                case InboundUpdate.Text text -> {
                    texts.handle(handle, bot, text);
                    yield "";
                }
                case InboundUpdate.Press press -> buttons.handle(handle, bot, press);
            };
        });
    }
}
