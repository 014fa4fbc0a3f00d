package dev.taskping.relay.command;

import java.util.UUID;

/**
 * A command after its submission.
 *
 * @param id the command
 * @param alreadyKnown whether the same request was submitted before; then {@code id} is that first command
 */
public record SubmittedCommand(UUID id, boolean alreadyKnown) {}
