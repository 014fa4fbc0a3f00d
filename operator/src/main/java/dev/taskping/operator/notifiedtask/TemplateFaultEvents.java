package dev.taskping.operator.notifiedtask;

import dev.taskping.operator.policy.PolicyCatalog;
import dev.taskping.operator.status.EventRecorder;
import dev.taskping.operator.status.EventRecorder.NewEvent;
import dev.taskping.operator.status.EventRecorder.Type;
import dev.taskping.protocol.relay.UndeliveredMessages.TemplateFault;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Records Kubernetes Events about message templates that failed, one for each message. */
@ApplicationScoped
class TemplateFaultEvents {

    private final EventRecorder events;
    private final PolicyCatalog policies;

    TemplateFaultEvents(EventRecorder events, PolicyCatalog policies) {
        this.events = events;
        this.policies = policies;
    }

    /** Records the first of these faults, newest first, as an Event of the NotifiedTask, if that exists. */
    void record(ResourceID id, List<TemplateFault> faults) {
        if (!faults.isEmpty()) {
            policies.task(id.getNamespace().orElse(""), id.getName())
                    .ifPresent(task -> events.record(task, event(faults.getFirst())));
        }
    }

    private static NewEvent event(TemplateFault fault) {
        String text = "The message about " + fault.task().kind() + " "
                + fault.task().name() + " to channel " + fault.channel()
                + " used the default text, because its template failed: " + fault.fault();
        return new NewEvent(fault.id().toString(), Type.WARNING, "TemplateFailed", text, fault.at());
    }
}
