package dev.taskping.protocol.tunnel;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.Role;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One JSON text frame of {@code GET /v1/tunnel}. WebSocket pings and pongs keep the connection alive. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "frame")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TunnelFrame.LaunchCommand.class, name = "launch"),
    @JsonSubTypes.Type(value = TunnelFrame.TaskCommand.class, name = "task"),
    @JsonSubTypes.Type(value = TunnelFrame.CommandResult.class, name = "result")
})
public sealed interface TunnelFrame {

    /** What may follow the prefix in the name of a Launch. */
    Pattern LAUNCH_NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,56}[a-z0-9])?");

    /** A frame from the relay. The relay sends it again after every reconnect until the result has arrived. */
    sealed interface FromRelay extends TunnelFrame {

        /** A unique id. Objects are named after it, so they can be created only once, and it is safe to send the frame again. */
        String commandId();

        /** The namespace of the task, and of the template. */
        String namespace();

        /** The person who asked. */
        Requester requestedBy();
    }

    /** The name of the Launch that a command creates: always the same, and valid whatever the command's id is. */
    static String launchName(String commandId) {
        return "cmd-"
                + (LAUNCH_NAME.matcher(commandId).matches()
                        ? commandId
                        : UUID.nameUUIDFromBytes(commandId.getBytes(StandardCharsets.UTF_8))
                                .toString());
    }

    /** A frame from the operator or a session. */
    sealed interface FromClient extends TunnelFrame {}

    /**
     * Creates exactly one Job, from an approved template or as a repetition of another Job.
     *
     * @param commandId a unique id; the Launch is named after it
     * @param namespace the namespace of the template and the Job
     * @param template the name of a LaunchTemplate; absent if {@code retryOf} is present
     * @param retryOf the name of the Job to repeat; absent if {@code template} is present
     * @param parameters parameter values as text, by name
     * @param requestedBy the person who asked
     * @param cause the message that the person replied to
     * @param confirmation the person's answer to the request for confirmation, if there is one
     * @param ttlSeconds how long the command is still valid, counted from its arrival, because clocks may differ
     */
    record LaunchCommand(
            String commandId,
            String namespace,
            @Nullable String template,
            @Nullable String retryOf,
            Map<String, String> parameters,
            Requester requestedBy,
            Cause cause,
            @Nullable Confirmation confirmation,
            @Nullable Long ttlSeconds)
            implements FromRelay {

        public LaunchCommand {
            parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
        }
    }

    /**
     * Changes a task's Job.
     *
     * @param commandId a unique id
     * @param namespace the Job's namespace
     * @param taskUid the Job's uid; a different Job with the same name stays unchanged
     * @param taskName the Job's name
     * @param action what to do
     * @param extendSeconds for {@link Action#EXTEND}: how much longer the Job may run
     * @param requestedBy the person who asked
     * @param ttlSeconds how long the command is still valid, counted from its arrival
     */
    record TaskCommand(
            String commandId,
            String namespace,
            String taskUid,
            String taskName,
            Action action,
            @Nullable Long extendSeconds,
            Requester requestedBy,
            @Nullable Long ttlSeconds)
            implements FromRelay {

        /** What to do with a Job. */
        public enum Action {
            /** End the Job; it counts as cancelled by the person. */
            STOP,
            /** Keep the finished Job although its time to live would delete it. */
            KEEP,
            /** Let the Job run longer than its deadline says. */
            EXTEND
        }
    }

    /**
     * The answer to a request for confirmation.
     *
     * @param approved true if the person confirmed, false if the person declined
     * @param by the person who answered, who is also the person who asked for the launch
     */
    record Confirmation(boolean approved, Requester by) {}

    /**
     * The person who asked. A name and a role mean something only in the namespace whose channels give them.
     *
     * @param name the person's name
     * @param role the person's role
     * @param identity the person's account at the provider as {@code type:id}
     * @param namespace the namespace, in the command's cluster, whose channels name the person; absent from relays before version 3: that
     *     of the channel that the command came from
     */
    record Requester(String name, Role role, String identity, @Nullable String namespace) {}

    /**
     * The message that the person replied to.
     *
     * @param taskUid the uid of the message's task
     * @param taskName the task's name, for people
     * @param channel the channel that the reply came from; the new Job reports there
     */
    record Cause(@Nullable String taskUid, @Nullable String taskName, @Nullable ChannelKey channel) {}

    /**
     * The result of a command. The operator sends it again whenever the command arrives again; the relay uses the first final one.
     *
     * @param commandId the command's id
     * @param status the result
     * @param reason one CamelCase word if rejected: {@code TemplateNotFound}, {@code InvalidParameters}
     * @param message a sentence for the person
     * @param namespace the namespace in which the operator carried out or refused the command, which must be the command's; absent
     *     from operators before version 3
     * @param launch the name of the Launch, if one exists; must be {@link #launchName}
     * @param job the name of the Job, if one was created
     */
    record CommandResult(
            String commandId,
            Status status,
            @Nullable String reason,
            String message,
            @Nullable String namespace,
            @Nullable String launch,
            @Nullable String job)
            implements FromClient {

        /** The possible results. All except {@link #AWAITING_CONFIRMATION} are final. */
        public enum Status {
            /** The operator created a Job. */
            LAUNCHED,
            /** The operator changed the task's Job. */
            DONE,
            /** The operator did nothing and will do nothing. */
            REJECTED,
            /** The operator has done nothing yet: the person must confirm. */
            AWAITING_CONFIRMATION,
            /** The operator did nothing, because the command was no longer valid. */
            EXPIRED
        }
    }
}
