package dev.taskping.relay.command;

/**
 * The same work again.
 *
 * @param job name of the Job whose work it is, in the command's namespace
 */
public record RetryTarget(String job) implements CommandTarget {}
