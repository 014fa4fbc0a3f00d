package dev.taskping.relay.command;

/**
 * A Job to run again.
 *
 * @param job the Job's name, in the command's namespace
 */
public record RetryTarget(String job) implements CommandTarget {}
