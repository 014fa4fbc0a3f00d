package dev.taskping.crds.launch;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.taskping.crds.CustomResourceJson;
import dev.taskping.crds.NamedReference;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a command.
 *
 * @param observedGeneration the generation of the spec that this status describes
 * @param phase the Launch's progress
 * @param reason one CamelCase word: {@code TemplateNotFound}, {@code InvalidParameters}, {@code RoleNotAllowed}
 * @param message a sentence for people
 * @param templateRef the LaunchTemplate whose rules applied
 * @param templateGeneration the generation of that template
 * @param jobRef the Launch's Job; its name is set before the Job exists
 * @param gpus the number of GPUs that the Job requests
 * @param gpuHours the charge against gpuHoursPerDay: GPUs times the Job's deadline, corrected after the Job's end
 * @param approvedAt when the operator approved the Launch, RFC 3339; cooldown, perDay and gpuHoursPerDay count from then
 * @param endedAt when the Launch ended, RFC 3339
 * @param outputs the outputs that the template uses, of the task that the person replied to
 * @param confirmation the person's answer to the request for confirmation
 */
@CustomResourceJson
public record LaunchStatus(
        @Nullable Long observedGeneration,
        @Nullable Phase phase,
        @Nullable String reason,
        @Nullable String message,
        @Nullable NamedReference templateRef,
        @Nullable Long templateGeneration,
        @Nullable NamedReference jobRef,
        @Nullable Integer gpus,
        @Nullable Double gpuHours,
        @Nullable String approvedAt,
        @Nullable String endedAt,
        Map<String, String> outputs,
        @Nullable Confirmation confirmation) {

    /** A Launch's progress. Rejected, Expired, Succeeded and Failed are final. */
    public enum Phase {
        /** The operator has not decided yet. */
        @JsonProperty("Pending")
        PENDING,
        /** TaskPing waits for the person to confirm. */
        @JsonProperty("AwaitingConfirmation")
        AWAITING_CONFIRMATION,
        /** TaskPing created no Job and will create none; reason and message say why. */
        @JsonProperty("Rejected")
        REJECTED,
        /** TaskPing created no Job and will create none, because the Launch was not decided or not confirmed in time. */
        @JsonProperty("Expired")
        EXPIRED,
        /** The Job exists. */
        @JsonProperty("Created")
        CREATED,
        /** The Job runs. */
        @JsonProperty("Running")
        RUNNING,
        /** The Job completed. */
        @JsonProperty("Succeeded")
        SUCCEEDED,
        /** The Job failed, or somebody deleted it before it ended. */
        @JsonProperty("Failed")
        FAILED;

        /** Whether this phase is final. */
        public boolean isFinal() {
            return switch (this) {
                case PENDING, AWAITING_CONFIRMATION, CREATED, RUNNING -> false;
                case REJECTED, EXPIRED, SUCCEEDED, FAILED -> true;
            };
        }
    }

    /**
     * The person's answer to a request for confirmation.
     *
     * @param approved true if the person confirmed, false if the person declined
     * @param by the person who answered
     * @param at when the person answered, RFC 3339
     */
    @CustomResourceJson
    @ValidationRule(
            value = "self == oldSelf",
            message = "a confirmation is a record and cannot be changed; create another Launch")
    public record Confirmation(
            @Required Boolean approved, @Required Confirmer by, @Required @Size(max = 64) String at) {}

    /**
     * The person who answered.
     *
     * @param name the person's name
     * @param identity the person's account, such as {@code telegram:1234567}
     */
    @CustomResourceJson
    public record Confirmer(
            @Required @Size(min = 1, max = 128) String name, @Size(max = 256) @Nullable String identity) {}

    public LaunchStatus {
        outputs = outputs == null ? Map.of() : Map.copyOf(outputs);
    }

    /** A status with only the parts that every status has. */
    public static LaunchStatus of(Long observedGeneration, Phase phase, String reason, @Nullable String message) {
        return new LaunchStatus(
                observedGeneration, phase, reason, message, null, null, null, null, null, null, null, Map.of(), null);
    }
}
