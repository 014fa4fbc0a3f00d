package dev.taskping.relay.command;

import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand.Action;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A change of what a task's Job does.
 *
 * @param action what to do
 * @param taskUid uid of the Job: another one of the same name is left alone
 * @param taskName name of the Job
 * @param extendBy for {@link Action#EXTEND}: by how much, in whole seconds
 */
public record TaskTarget(Action action, String taskUid, String taskName, @Nullable Duration extendBy)
        implements CommandTarget {}
