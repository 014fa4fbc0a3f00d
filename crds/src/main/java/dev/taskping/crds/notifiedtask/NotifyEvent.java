package dev.taskping.crds.notifiedtask;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The events that a rule can report. */
public enum NotifyEvent {
    /** A Job started to run. */
    @JsonProperty("Started")
    STARTED,
    /** A Job ended with any outcome. */
    @JsonProperty("Finished")
    FINISHED,
    /** A Job completed. */
    @JsonProperty("Succeeded")
    SUCCEEDED,
    /** A Job failed. */
    @JsonProperty("Failed")
    FAILED,
    /** Somebody deleted a Job before it ended. */
    @JsonProperty("Cancelled")
    CANCELLED,
    /** A Job disappeared while TaskPing was not watching. */
    @JsonProperty("Gone")
    GONE;

    /** The word in manifests, such as {@code Started}. */
    public String word() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
