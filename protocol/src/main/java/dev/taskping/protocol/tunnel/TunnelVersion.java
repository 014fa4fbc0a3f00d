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
 * Which frames both ends of a tunnel understand. The operator offers the versions it knows as WebSocket subprotocols (RFC
 * 6455, section 1.9), newest first; the relay picks the newest that it knows too. Version 1 had no subprotocol: whoever
 * offers or picks none is of that version. Each end takes care of a peer one version behind.
 */
public enum TunnelVersion {

    /** Launches from templates; results LAUNCHED and REJECTED; roles viewer and launcher. */
    V1,

    /** Also retries, commands to tasks, confirmations, and times to live. */
    V2;

    /** What this program speaks. */
    public static final TunnelVersion CURRENT = V2;

    /** The subprotocol's name: {@code taskping.v2}. */
    public String subprotocol() {
        return "taskping." + name().toLowerCase(Locale.ROOT);
    }

    /** The subprotocols to offer, newest first. */
    public static List<String> offered() {
        return List.of(V2.subprotocol(), V1.subprotocol());
    }

    /** The version that was agreed on. */
    public static TunnelVersion of(@Nullable String subprotocol) {
        for (TunnelVersion version : values()) {
            if (version.subprotocol().equals(subprotocol)) {
                return version;
            }
        }
        return V1;
    }

    /** Why a peer of this version cannot do what that command asks for, if it cannot: a sentence for the person. */
    public Optional<String> refusal(FromRelay command) {
        if (this != V1) {
            return Optional.empty();
        }
        return switch (command) {
            case LaunchCommand launch ->
                launch.retryOf() == null ? Optional.empty() : Optional.of(tooOld("do the work of a Job again"));
            case TaskCommand task -> Optional.of(tooOld(task.action().name().toLowerCase(Locale.ROOT) + " tasks"));
        };
    }

    /** The command as a peer of this version understands it: roles that it does not know become the next lower one. */
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

    /** The result as a peer of this version understands it. */
    public CommandResult adapted(CommandResult result) {
        if (this != V1) {
            return result;
        }
        return switch (result.status()) {
            case LAUNCHED, REJECTED -> result;
            case EXPIRED, DONE -> rejected(result, result.message());
            case AWAITING_CONFIRMATION ->
                rejected(result, "It has to be confirmed, and the relay is too old to ask; upgrade the relay");
        };
    }

    private static CommandResult rejected(CommandResult result, String message) {
        String reason = result.reason() == null ? "NotSupported" : result.reason();
        return new CommandResult(result.commandId(), Status.REJECTED, reason, message, result.launch(), result.job());
    }

    private static Requester known(Requester requester) {
        Role role = requester.role().includes(Role.LAUNCHER) ? Role.LAUNCHER : requester.role();
        return new Requester(requester.name(), role, requester.identity());
    }

    private static String tooOld(String what) {
        return "The operator of this cluster is too old to " + what + "; upgrade it";
    }
}
