package dev.taskping.crds;

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
 * @param retryOf the Job whose work is to be done again, in the same namespace; instead of templateRef
 * @param parameters values as text, by name; the template gives them their types
 * @param requestedBy who asked
 * @param cause what was answered
 * @param ttlSeconds how long it is wanted, counted from its creation: if it is not decided by then it expires; absent: for
 *     as long as it takes, but a question whether it is meant stands for an hour
 */
@CustomResourceJson
@ValidationRule(
        value = "self == oldSelf",
        message = "a Launch cannot be changed, it is a record; create a Launch of another name")
@ValidationRule(
        value = "has(self.templateRef) != has(self.retryOf)",
        message = "say what to launch by exactly one of templateRef, retryOf; write for example"
                + " templateRef: {name: evaluate}")
public record LaunchSpec(
        @Nullable NamedReference templateRef,
        @Nullable NamedReference retryOf,
        @Size(max = 32) @ValidationRule(value = ParameterValues.NAMES_RULE, message = ParameterValues.NAMES_MESSAGE)
                Map<String, @Size(max = ParameterValues.LONGEST) String> parameters,
        @Required Requester requestedBy,
        @Nullable Cause cause,
        @Min(1) @Max(LaunchSpec.MAX_TTL_SECONDS) @Nullable Long ttlSeconds) {

    /** A week, in seconds. */
    public static final int MAX_TTL_SECONDS = 604_800;

    /**
     * Who asked.
     *
     * @param name the person's name
     * @param role the person's role when asking
     * @param identity the account, such as {@code telegram:1234567}
     */
    @CustomResourceJson
    public record Requester(
            @Required @Size(min = 1, max = 128) String name,
            @Required Role role,
            @Size(max = 256) @Nullable String identity) {}

    /**
     * What was answered.
     *
     * @param commandId the relay's command
     * @param taskUid the task answered
     * @param taskName its name
     * @param channel the channel the answer came from; the Job reports there too
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
