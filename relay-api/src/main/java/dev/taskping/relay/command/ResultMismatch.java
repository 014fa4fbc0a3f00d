package dev.taskping.relay.command;

import dev.taskping.protocol.tunnel.TunnelFrame;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelVersion;
import dev.taskping.relay.security.Caller;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a result cannot be that of the command that it names. Whoever may create Launches somewhere in a cluster can make its operator
 * send a result with the id of any command, but only of a Launch in a namespace of their own. Pure.
 */
enum ResultMismatch {
    /** There is no such command in the cluster's workspace. */
    COMMAND,
    /** The command is another cluster's. */
    CLUSTER,
    /** The command is another namespace's, or the result does not say whose it is. */
    NAMESPACE,
    /** The command has another Launch. */
    LAUNCH;

    /** The reason in metrics. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The mismatch; empty if the result is the command's.
     *
     * @param version of the tunnel that the result came through
     * @param command the command that the result names, if there is one in the cluster's workspace
     */
    static Optional<ResultMismatch> of(
            Caller.Cluster cluster, TunnelVersion version, @Nullable Command command, CommandResult result) {
        if (command == null) {
            return Optional.of(COMMAND);
        }
        if (!command.cluster().equals(cluster.id())) {
            return Optional.of(CLUSTER);
        }
        String namespace = result.namespace();
        if (namespace == null ? version.resultsNameNamespace() : !namespace.equals(command.namespace())) {
            return Optional.of(NAMESPACE);
        }
        String launch = result.launch();
        return launch == null || launch.equals(TunnelFrame.launchName(result.commandId()))
                ? Optional.empty()
                : Optional.of(LAUNCH);
    }
}
