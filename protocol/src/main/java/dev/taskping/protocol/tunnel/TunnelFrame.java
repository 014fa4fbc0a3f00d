package dev.taskping.protocol.tunnel;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.Role;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON text frame of {@code GET /v1/tunnel}. Keep-alive is WebSocket ping and pong. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "frame")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TunnelFrame.LaunchCommand.class, name = "launch"),
    @JsonSubTypes.Type(value = TunnelFrame.TaskCommand.class, name = "task"),
    @JsonSubTypes.Type(value = TunnelFrame.CommandResult.class, name = "result")
})
public sealed interface TunnelFrame {

    /** Frames the relay sends. It sends each again on every reconnect until the result has arrived. */
    sealed interface FromRelay extends TunnelFrame {

        /** Unique; what is named from it can be made once only, which is what makes redelivery harmless. */
        String commandId();

        /** The namespace of the task, and of the template. */
        String namespace();

        /** The person. */
        Requester requestedBy();
    }

    /** Frames the operator or session sends. */
    sealed interface FromClient extends TunnelFrame {}

    /**
     * Create exactly one piece of work: from an approved template, or the same work again.
     *
     * @param commandId unique; the Launch is named from it
     * @param namespace where the template and the work are
     * @param template name of a LaunchTemplate; absent if {@code retryOf} is given
     * @param retryOf name of the Job whose work is to be done again; absent if {@code template} is given
     * @param parameters as text, by name
     * @param requestedBy the person
     * @param cause what was answered
     * @param confirmation what the person answered to the question whether it is meant, once it is answered
     * @param ttlSeconds how long the command is still wanted, counted from its arrival: clocks may differ
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
     * Change what a task's Job does.
     *
     * @param commandId unique
     * @param namespace of the Job
     * @param taskUid uid of the Job: another one of the same name is left alone
     * @param taskName name of the Job
     * @param action what to do
     * @param extendSeconds for {@link Action#EXTEND}: by how much
     * @param requestedBy the person
     * @param ttlSeconds how long the command is still wanted, counted from its arrival
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

        /** What can be done to a Job. */
        public enum Action {
            /** End it; it counts as cancelled by the person. */
            STOP,
            /** Do not remove it when its time to live after the end has passed. */
            KEEP,
            /** Let it run longer than its deadline says. */
            EXTEND
        }
    }

    /**
     * The answer to the question whether a launch is meant.
     *
     * @param approved whether it is
     * @param by who said so: the person who asked for it
     */
    record Confirmation(boolean approved, Requester by) {}

    /**
     * Who asked.
     *
     * @param name the person's name
     * @param role what the person may do
     * @param identity the provider's account, such as {@code telegram:1234567}
     */
    record Requester(String name, Role role, String identity) {}

    /**
     * What was answered.
     *
     * @param taskUid the task
     * @param taskName its name, for people
     * @param channel where the answer came from, and where the new work reports to
     */
    record Cause(@Nullable String taskUid, @Nullable String taskName, @Nullable ChannelKey channel) {}

    /**
     * What became of a command. Sent again whenever the command is; the relay takes the first that is final.
     *
     * @param commandId the command
     * @param status what became of it
     * @param reason one CamelCase word when rejected: {@code TemplateNotFound}, {@code InvalidParameters}
     * @param message a sentence for the person
     * @param launch name of the Launch, if one exists
     * @param job name of the Job, if one was created
     */
    record CommandResult(
            String commandId,
            Status status,
            @Nullable String reason,
            String message,
            @Nullable String launch,
            @Nullable String job)
            implements FromClient {

        /** What can become of a command. All but {@link #AWAITING_CONFIRMATION} are final. */
        public enum Status {
            /** A Job was created. */
            LAUNCHED,
            /** A task's Job was changed as asked. */
            DONE,
            /** Nothing was done, and will not be. */
            REJECTED,
            /** Nothing was done yet: the person has to say that it is meant. */
            AWAITING_CONFIRMATION,
            /** Nothing was done, because the command's time had passed. */
            EXPIRED
        }
    }
}
