package dev.taskping.operator.relay;

import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import java.util.Optional;

/** Carries out what comes through the tunnel. */
public interface CommandHandler {

    /**
     * Makes sure that the command is carried out exactly once, however often it comes.
     *
     * @return what became of it if that is decided already; otherwise the result follows through {@link Tunnel#send}
     */
    Optional<CommandResult> handle(LaunchCommand command);
}
