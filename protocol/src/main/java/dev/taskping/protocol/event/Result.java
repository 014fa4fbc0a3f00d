package dev.taskping.protocol.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kinds of outcome of a task. */
public enum Result {
    /** The task completed. */
    @JsonProperty("Succeeded")
    SUCCEEDED,
    /** The task ended with an error. */
    @JsonProperty("Failed")
    FAILED,
    /** Somebody deleted the task before it ended. */
    @JsonProperty("Cancelled")
    CANCELLED,
    /** The task disappeared while TaskPing was not watching; nobody knows how it ended. */
    @JsonProperty("Gone")
    GONE
}
