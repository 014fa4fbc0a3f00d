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
    @JsonSubTypes.Type(value = TunnelFrame.CommandResult.class, name = "result")
})
public sealed interface TunnelFrame {

    /** Frames the relay sends. It sends each again on every reconnect until the result has arrived. */
    sealed interface FromRelay extends TunnelFrame {}

    /** Frames the operator or session sends. */
    sealed interface FromClient extends TunnelFrame {}

    /**
     * Create exactly one piece of work from an approved template.
     *
     * @param commandId unique; the Launch is named from it, which is what makes redelivery harmless
     * @param namespace where the template and the work are
     * @param template name of a LaunchTemplate
     * @param parameters as text, by name
     * @param requestedBy the person
     * @param cause what was answered
     */
    record LaunchCommand(
            String commandId,
            String namespace,
            String template,
            Map<String, String> parameters,
            Requester requestedBy,
            Cause cause)
            implements FromRelay {

        public LaunchCommand {
            parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
        }
    }

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
     * What became of a command. Sent again whenever the command is; the relay takes the first.
     *
     * @param commandId the command
     * @param status launched or rejected
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

        /** How a command can end. */
        public enum Status {
            LAUNCHED,
            REJECTED
        }
    }
}
