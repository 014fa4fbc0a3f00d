package dev.taskping.relay.command;

import java.util.UUID;

/**
 * What became of a submission.
 *
 * @param id the command
 * @param alreadyKnown whether the same request was submitted before; then {@code id} is that first command
 */
public record SubmittedCommand(UUID id, boolean alreadyKnown) {}
