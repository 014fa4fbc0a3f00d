package dev.taskping.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a message can be sent on. */
public enum NotifyEvent {
    /** A Job begins to run. */
    @JsonProperty("Started")
    STARTED,
    /** A Job ended, in whatever way. */
    @JsonProperty("Finished")
    FINISHED,
    /** A Job completed. */
    @JsonProperty("Succeeded")
    SUCCEEDED,
    /** A Job failed. */
    @JsonProperty("Failed")
    FAILED,
    /** A Job was deleted before it ended. */
    @JsonProperty("Cancelled")
    CANCELLED,
    /** A Job vanished while nobody was watching. */
    @JsonProperty("Gone")
    GONE;

    /** The word in manifests, such as {@code Started}. */
    public String word() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
