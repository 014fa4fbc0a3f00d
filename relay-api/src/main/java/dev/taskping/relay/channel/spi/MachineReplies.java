package dev.taskping.relay.channel.spi;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a machine that receives a channel's messages may launch with their reply tokens. */
public enum MachineReplies {
    /** Nothing; messages carry no token. */
    @JsonProperty("none")
    NONE,
    /** What the task offers as {@code next}, with the parameters that it offers. */
    @JsonProperty("next")
    NEXT,
    /** Every template of the task's namespace, with any parameters, and a retry. */
    @JsonProperty("any")
    ANY
}
