package dev.taskping.operator.task;

import dev.taskping.crds.NotifiedTask;
import dev.taskping.operator.task.policy.PolicyCatalog;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.enterprise.context.ApplicationScoped;

/** Wakes the NotifiedTask controller when a Job that one of them watches appears, moves on or disappears. */
@ApplicationScoped
class NotifiedTaskProgress implements JobListener {

    private final PolicyCatalog policies;
    private final SimpleInboundEventSource<NotifiedTask> events = new SimpleInboundEventSource<>("watched-jobs");

    NotifiedTaskProgress(PolicyCatalog policies) {
        this.policies = policies;
    }

    /** Tells of NotifiedTasks whose Jobs moved on. */
    SimpleInboundEventSource<NotifiedTask> events() {
        return events;
    }

    /** Something else about that NotifiedTask changed. */
    void changed(ResourceID task) {
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
