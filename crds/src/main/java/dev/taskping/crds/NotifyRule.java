package dev.taskping.crds;

import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * When to tell whom.
 *
 * @param on the transitions to tell of; absent for Finished
 * @param channels the channels to tell
 */
public record NotifyRule(
        @Size(min = 1, max = 6) List<Trigger> on, @Required @Size(min = 1, max = 16) List<ChannelReference> channels) {

    public NotifyRule {
        on = on == null ? List.of(Trigger.FINISHED) : List.copyOf(on);
        channels = channels == null ? List.of() : List.copyOf(channels);
    }
}
