package dev.taskping.operator.messagetemplate;

import dev.taskping.protocol.relay.UndeliveredMessages.TemplateFault;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The faults that the relay last reported in message templates. */
@ApplicationScoped
public class TemplateFaultCache {

    private volatile Map<ResourceID, List<TemplateFault>> ofTasks = Map.of();
    private volatile Map<ResourceID, List<TemplateFault>> ofChannels = Map.of();

    /** The faults of a NotifiedTask's template, newest first. */
    public List<TemplateFault> ofTask(ResourceID task) {
        return ofTasks.getOrDefault(task, List.of());
    }

    /** The faults of a channel's own template, newest first. */
    public List<TemplateFault> ofChannel(ResourceID channel) {
        return ofChannels.getOrDefault(channel, List.of());
    }

    /**
     * Replaces the known faults.
     *
     * @return the NotifiedTasks whose faults changed
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
