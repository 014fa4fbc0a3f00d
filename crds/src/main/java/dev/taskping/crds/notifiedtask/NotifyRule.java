package dev.taskping.crds.notifiedtask;

import dev.taskping.crds.CustomResourceJson;
import dev.taskping.crds.channel.ChannelReference;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * Which channels to notify about which events.
 *
 * @param events the events to report
 * @param channels the channels to notify
 */
@CustomResourceJson
public record NotifyRule(
        // Not called "on": kubectl and Helm read YAML 1.1, where an unquoted on is the boolean true.
        @Default("[\"Finished\"]")
                @Size(min = 1, max = 6)
                @ValidationRule(
                        value = "self.all(t, self.exists_one(u, u == t))",
                        message =
                                "events lists an event twice; list each event once, for example events: [Failed, Gone]")
                List<NotifyEvent> events,
        @Required
                @Size(min = 1, max = 16)
                @ValidationRule(
                        value =
                                "self.all(c, self.exists_one(d, d.name == c.name && has(d.__namespace__) == has(c.__namespace__)"
                                        + " && (!has(c.__namespace__) || d.__namespace__ == c.__namespace__)))",
                        message = "channels lists a channel twice; list each channel once")
                List<ChannelReference> channels) {

    public NotifyRule {
        events = events == null ? List.of(NotifyEvent.FINISHED) : List.copyOf(events);
        channels = channels == null ? List.of() : List.copyOf(channels);
    }
}
