package dev.taskping.protocol.event;

/**
 * The end of a log.
 *
 * @param tail the last bytes of the log as text, from the beginning of a line if possible
 * @param truncated whether the log is longer than that
 */
public record LogExcerpt(String tail, boolean truncated) {}
