package dev.taskping.relay.command;

import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand.Action;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A change to a task's Job.
 *
 * @param action what to do
 * @param taskUid uid of the Job: another Job of the same name stays as it is
 * @param taskName name of the Job
 * @param extendBy for {@link Action#EXTEND}: by how much, in whole seconds
 */
public record TaskTarget(Action action, String taskUid, String taskName, @Nullable Duration extendBy)
        implements CommandTarget {}
