package dev.taskping.operator.notifiedtask;

import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.operator.job.JobListener;
import dev.taskping.operator.policy.PolicyCatalog;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.enterprise.context.ApplicationScoped;

/** Has the controller reconcile a NotifiedTask when one of its Jobs is added, changed or deleted. */
@ApplicationScoped
class NotifiedTaskTrigger implements JobListener {

    private final PolicyCatalog policies;
    private final SimpleInboundEventSource<NotifiedTask> events = new SimpleInboundEventSource<>("watched-jobs");

    NotifiedTaskTrigger(PolicyCatalog policies) {
        this.policies = policies;
    }

    /** The NotifiedTasks to reconcile. */
    SimpleInboundEventSource<NotifiedTask> events() {
        return events;
    }

    /** Has the controller reconcile that NotifiedTask. */
    void reconcile(ResourceID task) {
        events.propagateEvent(task);
    }

    @Override
    public void added(Job job) {
        changed(job);
    }

    @Override
    public void changed(Job job) {
        policies.matching(job.getMetadata()).map(ResourceID::fromResource).forEach(events::propagateEvent);
    }

    @Override
    public void deleted(Job job, boolean lastStateKnown) {
        changed(job);
    }
}
