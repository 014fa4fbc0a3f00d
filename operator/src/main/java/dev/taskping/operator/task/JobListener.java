package dev.taskping.operator.task;

import io.fabric8.kubernetes.api.model.batch.v1.Job;

/** Hears of every Job that appears, moves on or disappears; must return at once. */
public interface JobListener {

    /** A Job appeared, perhaps because the watch was begun anew. */
    void added(Job job);

    /** A Job's state or labels changed. */
    void changed(Job job);

    /**
     * A Job was deleted.
     *
     * @param job the last that was seen of it
     * @param lastStateKnown whether that is how it was when it was deleted; false if the watch was interrupted meanwhile
     */
    void deleted(Job job, boolean lastStateKnown);
}
