package dev.taskping.operator.job;

import io.fabric8.kubernetes.api.model.batch.v1.Job;

/** Is called for every Job that is added, changed or deleted. Its methods must return at once. */
public interface JobListener {

    /** A Job was added, or is listed for the first time by this operator. */
    void added(Job job);

    /** A Job's state or labels changed. */
    void changed(Job job);

    /**
     * A Job was deleted.
     *
     * @param job its last known state
     * @param lastStateKnown whether that was its state when it was deleted; false if the watch was interrupted meanwhile
     */
    void deleted(Job job, boolean lastStateKnown);
}
