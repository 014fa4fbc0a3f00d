package dev.taskping.operator.podlog;

/**
 * The container whose log to read.
 *
 * @param pod the name of its pod
 * @param container its name
 */
public record LogSource(String pod, String container) {}
