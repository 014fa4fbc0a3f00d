package dev.taskping.operator.task;

import dev.taskping.operator.event.ResourceEvents;
import dev.taskping.operator.event.ResourceEvents.Note;
import dev.taskping.operator.event.ResourceEvents.Type;
import dev.taskping.operator.task.policy.PolicyCatalog;
import dev.taskping.protocol.relay.UndeliveredMessages.TemplateFault;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Kubernetes Events about templates that could not be used, named after the message, so that one is written once. */
@ApplicationScoped
class TemplateEvents {

    private final ResourceEvents events;
    private final PolicyCatalog policies;

    TemplateEvents(ResourceEvents events, PolicyCatalog policies) {
        this.events = events;
        this.policies = policies;
    }

    /** Tells of the latest of these faults in a NotifiedTask's template, newest first, if it exists. */
    void tell(ResourceID id, List<TemplateFault> faults) {
        if (!faults.isEmpty()) {
            policies.task(id.getNamespace().orElse(""), id.getName())
                    .ifPresent(task -> events.write(task, note(faults.getFirst())));
        }
    }

    private static Note note(TemplateFault fault) {
        String text = "The message about " + fault.task().kind() + " "
                + fault.task().name() + " to channel " + fault.channel()
                + " went out in the default words, its template could not be used: " + fault.fault();
        return new Note(fault.id().toString(), Type.WARNING, "TemplateFailed", text, fault.at());
    }
}
