package dev.taskping.relay.conversation;

import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.conversation.task.TaskResolver.AnsweredMessage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A text that a person wrote, before it is parsed.
 *
 * @param bot the bot that received it
 * @param text the text
 * @param answered the bot's message that it answers
 */
record ReceivedText(Bot bot, InboundUpdate.Text text, Optional<AnsweredMessage> answered) {

    /** The channels that it can be about. */
    List<RegisteredChannel> channels() {
        if (answered.isPresent()) {
            return List.of(answered.get().channel());
        }
        List<RegisteredChannel> here = bot.channels().stream()
                .filter(channel ->
                        channel.conversation().filter(text.chat()::equals).isPresent())
                .toList();
        // A member whose channel goes to a group, or to somebody else, may still ask in a private chat.
        return Stream.concat(
                        here.stream(),
                        bot.channels().stream().filter(channel -> !text.inGroup() && !here.contains(channel)))
                .toList();
    }
}
