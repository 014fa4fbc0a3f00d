package dev.taskping.operator.relay;

import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand;

/** Changes what tasks do. */
public interface TaskCommandHandler {

    /**
     * Makes sure that the change is made exactly once, however often the command comes.
     *
     * @param deadline nothing is changed any more after it
     * @return what became of it
     */
    CommandResult handle(TaskCommand command, Deadline deadline);
}
