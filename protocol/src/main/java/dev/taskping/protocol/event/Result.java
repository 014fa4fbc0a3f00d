package dev.taskping.protocol.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The four ways a task can end. */
public enum Result {
    /** It did what it was meant to. */
    @JsonProperty("Succeeded")
    SUCCEEDED,
    /** It ended with an error. */
    @JsonProperty("Failed")
    FAILED,
    /** Somebody deleted it before it ended. */
    @JsonProperty("Cancelled")
    CANCELLED,
    /** It vanished while nobody was watching; how it ended is not known. */
    @JsonProperty("Gone")
    GONE
}
