package dev.taskping.protocol.tunnel;

import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelFrame.FromRelay;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The versions of the tunnel's frames. The operator offers its versions as WebSocket subprotocols (RFC 6455, section 1.9), newest
 * first; the relay picks the newest that it supports. Version 1 had no subprotocol, so a peer that offers or picks none has that
 * version. Each end supports peers that are one version older.
 */
public enum TunnelVersion {

    /** Launches from templates; results LAUNCHED and REJECTED; roles viewer and launcher. */
    V1,

    /** Also retries, commands to tasks, confirmations, and times to live. */
    V2,

    /** Results also name their namespace, and people the namespace whose channels name them. */
    V3;

    /** The version of this program. */
    public static final TunnelVersion CURRENT = V3;

    /** The subprotocol's name: {@code taskping.v3}. */
    public String subprotocol() {
        return "taskping." + name().toLowerCase(Locale.ROOT);
    }

    /** The subprotocols to offer, newest first. */
    public static List<String> offered() {
        return List.of(V3.subprotocol(), V2.subprotocol(), V1.subprotocol());
    }

    /** The version that both ends agreed on. */
    public static TunnelVersion of(@Nullable String subprotocol) {
        for (TunnelVersion version : values()) {
            if (version.subprotocol().equals(subprotocol)) {
                return version;
            }
        }
        return V1;
    }

    /** Whether every result of a peer of this version names its namespace. */
    public boolean resultsNameNamespace() {
        return compareTo(V3) >= 0;
    }

    /** A sentence for the person that says why a peer of this version cannot carry out the command; empty if it can. */
    public Optional<String> refusal(FromRelay command) {
        if (this != V3 && isOfAnotherNamespace(command)) {
            return Optional.of(tooOld("check the rights of people of other namespaces"));
        }
        if (this != V1) {
            return Optional.empty();
        }
        return switch (command) {
            case LaunchCommand launch ->
                launch.retryOf() == null ? Optional.empty() : Optional.of(tooOld("do the work of a Job again"));
            case TaskCommand task -> Optional.of(tooOld(task.action().name().toLowerCase(Locale.ROOT) + " tasks"));
        };
    }

    private static boolean isOfAnotherNamespace(FromRelay command) {
        String namespace = command.requestedBy().namespace();
        return namespace != null && !namespace.equals(command.namespace());
    }

    /** The command for a peer of this version; roles that the peer does not know become the next lower one. */
    public FromRelay adapted(FromRelay command) {
        return switch (command) {
            case LaunchCommand launch
            when this == V1 ->
                new LaunchCommand(
                        launch.commandId(),
                        launch.namespace(),
                        launch.template(),
                        null,
                        launch.parameters(),
                        known(launch.requestedBy()),
                        launch.cause(),
                        null,
                        null);
            case FromRelay other -> other;
        };
    }

    /** The result for a peer of this version. */
    public CommandResult adapted(CommandResult result) {
        if (this != V1) {
            return result;
        }
        return switch (result.status()) {
            case LAUNCHED, REJECTED -> result;
            case EXPIRED, DONE -> rejected(result, result.message());
            case AWAITING_CONFIRMATION ->
                rejected(
                        result,
                        "This launch needs confirmation, but the relay is too old to ask for it; upgrade the relay");
        };
    }

    private static CommandResult rejected(CommandResult result, String message) {
        String reason = result.reason() == null ? "NotSupported" : result.reason();
        return new CommandResult(
                result.commandId(),
                Status.REJECTED,
                reason,
                message,
                result.namespace(),
                result.launch(),
                result.job());
    }

    private static Requester known(Requester requester) {
        Role role = requester.role().includes(Role.LAUNCHER) ? Role.LAUNCHER : requester.role();
        return new Requester(requester.name(), role, requester.identity(), null);
    }

    private static String tooOld(String what) {
        return "The operator of this cluster is too old to " + what + "; upgrade it";
    }
}
