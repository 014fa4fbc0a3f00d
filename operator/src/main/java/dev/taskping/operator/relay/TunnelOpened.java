package dev.taskping.operator.relay;

/** The tunnel to the relay was opened, for the first time or again. Fired on a thread of its own. */
public record TunnelOpened() {}
