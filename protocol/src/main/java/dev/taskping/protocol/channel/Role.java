package dev.taskping.protocol.channel;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The roles of a paired person. Each role includes the ones before it. */
public enum Role {
    /** Reads status and logs. */
    @JsonProperty("viewer")
    VIEWER,
    /** Also launches approved templates. */
    @JsonProperty("launcher")
    LAUNCHER,
    /** Also stops, keeps and extends running tasks. */
    @JsonProperty("operator")
    OPERATOR,
    /** Also is notified when somebody is locked out. */
    @JsonProperty("admin")
    ADMIN;

    /** Whether this role includes {@code other}. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
