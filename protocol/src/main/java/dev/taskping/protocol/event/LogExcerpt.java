package dev.taskping.protocol.event;

/**
 * The end of a log.
 *
 * @param tail the last bytes of the log as text, begun at a line where possible
 * @param truncated whether the log had more before it
 */
public record LogExcerpt(String tail, boolean truncated) {}
