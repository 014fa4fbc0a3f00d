package dev.taskping.operator.launch;

import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchSpec;
import dev.taskping.crds.launch.LaunchStatus;
import dev.taskping.protocol.tunnel.TunnelFrame;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import java.util.Optional;

/**
 * The results of launch commands, as a Launch's status has them. Anybody who may create Launches can write the id of any command into
 * one, so a result always names the Launch's own namespace, and only the Launch that has the command's name has a result. Pure.
 */
final class CommandResults {

    private CommandResults() {}

    /** The result of the command that created a Launch; empty while it is not decided, or if no command created it. */
    static Optional<CommandResult> of(Launch launch) {
        LaunchSpec.Cause cause = launch.getSpec().cause();
        String commandId = cause == null ? null : cause.commandId();
        LaunchStatus status = launch.getStatus();
        if (commandId == null || status == null || status.phase() == null) {
            return Optional.empty();
        }
        String name = launch.getMetadata().getName();
        if (!name.equals(TunnelFrame.launchName(commandId))) {
            return Optional.empty();
        }
        String namespace = launch.getMetadata().getNamespace();
        String message = Optional.ofNullable(status.message()).orElse("");
        String job = status.jobRef() == null ? null : status.jobRef().name();
        return switch (status.phase()) {
            case PENDING -> Optional.empty();
            case AWAITING_CONFIRMATION ->
                Optional.of(new CommandResult(
                        commandId,
                        CommandResult.Status.AWAITING_CONFIRMATION,
                        status.reason(),
                        message,
                        namespace,
                        name,
                        null));
            case REJECTED ->
                Optional.of(new CommandResult(
                        commandId, CommandResult.Status.REJECTED, status.reason(), message, namespace, name, null));
            case EXPIRED ->
                Optional.of(new CommandResult(
                        commandId, CommandResult.Status.EXPIRED, status.reason(), message, namespace, name, null));
            case CREATED, RUNNING, SUCCEEDED, FAILED ->
                Optional.of(new CommandResult(
                        commandId, CommandResult.Status.LAUNCHED, null, "Launched " + job, namespace, name, job));
        };
    }

    /** The result of a command that is refused without a Launch. */
    static CommandResult rejected(LaunchCommand command, String reason, String message) {
        return new CommandResult(
                command.commandId(), CommandResult.Status.REJECTED, reason, message, command.namespace(), null, null);
    }
}
