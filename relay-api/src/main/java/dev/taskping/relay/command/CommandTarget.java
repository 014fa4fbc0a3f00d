package dev.taskping.relay.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a command does in its cluster. Rows without a kind are launches. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = LaunchTarget.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = LaunchTarget.class, name = "launch"),
    @JsonSubTypes.Type(value = RetryTarget.class, name = "retry"),
    @JsonSubTypes.Type(value = TaskTarget.class, name = "task")
})
public sealed interface CommandTarget permits LaunchTarget, RetryTarget, TaskTarget {}
