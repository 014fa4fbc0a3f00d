package dev.taskping.crds.launch;

import dev.taskping.crds.CustomResourceJson;
import dev.taskping.crds.NamedReference;
import dev.taskping.crds.ObjectName;
import dev.taskping.crds.ParameterValues;
import dev.taskping.crds.channel.ChannelReference;
import dev.taskping.protocol.channel.Role;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One accepted command.
 *
 * @param templateRef the LaunchTemplate, in the same namespace
 * @param retryOf the Job whose work to repeat, in the same namespace; replaces templateRef
 * @param parameters parameter values as text, by name; the template defines their types
 * @param requestedBy the person who asked
 * @param cause the message that the person replied to
 * @param ttlSeconds how long the command is valid, counted from the Launch's creation. If it is not decided by then, it
 *     expires. If absent, there is no limit, but a request for confirmation expires after an hour
 */
@CustomResourceJson
@ValidationRule(
        value = "self == oldSelf",
        message = "a Launch is a record and cannot be changed; create another Launch")
@ValidationRule(
        value = "has(self.templateRef) != has(self.retryOf)",
        message = "set exactly one of templateRef and retryOf; write for example" + " templateRef: {name: evaluate}")
public record LaunchSpec(
        @Nullable NamedReference templateRef,
        @Nullable NamedReference retryOf,
        @Size(max = 32) @ValidationRule(value = ParameterValues.NAMES_RULE, message = ParameterValues.NAMES_MESSAGE)
                Map<String, @Size(max = ParameterValues.LONGEST) String> parameters,
        @Required Requester requestedBy,
        @Nullable Cause cause,
        @Min(1) @Max(LaunchSpec.MAX_TTL_SECONDS) @Nullable Long ttlSeconds) {

    /** One week, in seconds. */
    public static final int MAX_TTL_SECONDS = 604_800;

    /**
     * The person who asked.
     *
     * @param name the person's name
     * @param role the person's role at that time
     * @param identity the person's account, such as {@code telegram:1234567}
     * @param namespace the namespace whose channels name the person and give the role; if absent, the Launch's own
     */
    @CustomResourceJson
    public record Requester(
            @Required @Size(min = 1, max = 128) String name,
            @Required Role role,
            @Size(max = 256) @Nullable String identity,
            @Size(max = ObjectName.LONGEST_NAMESPACE) @Nullable String namespace) {}

    /**
     * The message that the person replied to.
     *
     * @param commandId the relay's id of the command
     * @param taskUid the uid of the message's task
     * @param taskName the name of the message's task
     * @param channel the channel that the reply came from; the Job reports there too
     */
    @CustomResourceJson
    public record Cause(
            @Size(max = 64) @Nullable String commandId,
            @Size(max = 64) @Nullable String taskUid,
            @Size(max = ObjectName.LONGEST) @Nullable String taskName,
            @Nullable ChannelReference channel) {}

    public LaunchSpec {
        parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    }
}
