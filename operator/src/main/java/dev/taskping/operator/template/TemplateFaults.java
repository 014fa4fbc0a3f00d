package dev.taskping.operator.template;

import dev.taskping.protocol.relay.UndeliveredMessages.TemplateFault;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the relay last said of templates that it could not use. */
@ApplicationScoped
public class TemplateFaults {

    private volatile Map<ResourceID, List<TemplateFault>> ofTasks = Map.of();
    private volatile Map<ResourceID, List<TemplateFault>> ofChannels = Map.of();

    /** Of templates that stand in a NotifiedTask, newest first. */
    public List<TemplateFault> ofTask(ResourceID task) {
        return ofTasks.getOrDefault(task, List.of());
    }

    /** Of a channel's own template, newest first. */
    public List<TemplateFault> ofChannel(ResourceID channel) {
        return ofChannels.getOrDefault(channel, List.of());
    }

    /**
     * Remembers what the relay says.
     *
     * @return the NotifiedTasks of which it says something else than before
     */
    public Set<ResourceID> update(List<TemplateFault> faults) {
        Map<ResourceID, List<TemplateFault>> before = ofTasks;
        Map<ResourceID, List<TemplateFault>> now = faults.stream()
                .filter(fault -> fault.policy() != null)
                .collect(Collectors.groupingBy(
                        fault -> new ResourceID(fault.policy(), fault.task().namespace())));
        ofTasks = now;
        ofChannels = faults.stream()
                .filter(fault -> fault.policy() == null)
                .collect(Collectors.groupingBy(fault ->
                        new ResourceID(fault.channel().name(), fault.channel().namespace())));
        Set<ResourceID> changed = new HashSet<>(before.keySet());
        changed.addAll(now.keySet());
        Function<ResourceID, Boolean> same =
                task -> before.getOrDefault(task, List.of()).equals(now.getOrDefault(task, List.of()));
        changed.removeIf(same::apply);
        return changed;
    }
}
