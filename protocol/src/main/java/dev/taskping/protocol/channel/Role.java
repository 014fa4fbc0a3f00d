package dev.taskping.protocol.channel;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a paired person may do; each role includes the ones before it. */
public enum Role {
    /** Reads: status, logs. */
    @JsonProperty("viewer")
    VIEWER,
    /** Also launches approved templates. */
    @JsonProperty("launcher")
    LAUNCHER,
    /** Also changes what runs: stop, keep, extend. */
    @JsonProperty("operator")
    OPERATOR,
    /** Also decides who may do what, and reads the audit. */
    @JsonProperty("admin")
    ADMIN;

    /** Whether this role includes {@code other}. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
