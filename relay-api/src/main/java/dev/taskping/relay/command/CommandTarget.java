package dev.taskping.relay.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a command wants of its cluster. Rows from before there were several kinds are launches. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = LaunchTarget.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = LaunchTarget.class, name = "launch"),
    @JsonSubTypes.Type(value = RetryTarget.class, name = "retry"),
    @JsonSubTypes.Type(value = TaskTarget.class, name = "task")
})
public sealed interface CommandTarget permits LaunchTarget, RetryTarget, TaskTarget {}
