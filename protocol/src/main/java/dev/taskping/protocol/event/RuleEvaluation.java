package dev.taskping.protocol.event;

import dev.taskping.protocol.channel.ChannelKey;
import java.util.List;

/**
 * The evaluation of one rule for one event. The relay uses it to explain why somebody was or was not notified.
 *
 * @param policy the NotifiedTask that contains the rule, or the label that implies it
 * @param events the events that the rule reports, such as {@code Failed}
 * @param applies whether the rule reports this event
 * @param channels the channels that the rule notifies
 * @param refused channels that the rule names but may not use
 */
public record RuleEvaluation(
        String policy, List<String> events, boolean applies, List<ChannelKey> channels, List<ChannelKey> refused) {

    public RuleEvaluation {
        events = events == null ? List.of() : List.copyOf(events);
        channels = channels == null ? List.of() : List.copyOf(channels);
        refused = refused == null ? List.of() : List.copyOf(refused);
    }
}
