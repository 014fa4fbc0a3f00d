package dev.taskping.protocol.event;

import dev.taskping.protocol.channel.ChannelKey;
import java.util.List;

/**
 * A rule that was looked at for an event, so that "why was I not told?" has an answer.
 *
 * @param policy the NotifiedTask that the rule stands in, or the label that makes it
 * @param events what the rule tells of, such as {@code Failed}
 * @param applies whether it tells of this event
 * @param channels whom it tells
 * @param refused channels that it names and may not use
 */
public record RuleEvaluation(
        String policy, List<String> events, boolean applies, List<ChannelKey> channels, List<ChannelKey> refused) {

    public RuleEvaluation {
        events = events == null ? List.of() : List.copyOf(events);
        channels = channels == null ? List.of() : List.copyOf(channels);
        refused = refused == null ? List.of() : List.copyOf(refused);
    }
}
