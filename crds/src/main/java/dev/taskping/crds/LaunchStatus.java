package dev.taskping.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a command.
 *
 * @param observedGeneration the generation of the spec this describes
 * @param phase how far it has come
 * @param reason one CamelCase word: {@code TemplateNotFound}, {@code InvalidParameters}, {@code RoleNotAllowed}
 * @param message a sentence for people
 * @param templateRef the LaunchTemplate whose rules it was decided by
 * @param templateGeneration the generation of that template
 * @param jobRef the Job it became, or is about to become: named before the Job is created
 * @param gpus GPUs that the Job asks for
 * @param gpuHours what counts against gpuHoursPerDay: GPUs times the Job's deadline, corrected when the Job has ended
 * @param approvedAt when it was decided that it becomes a Job, RFC 3339; cooldown, perDay and gpuHoursPerDay count from then
 * @param endedAt when it was over, RFC 3339
 * @param outputs outputs of the task that was answered, as far as the template uses them
 * @param confirmation what the person answered to the question whether it is meant
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

    /** How far a Launch has come. Rejected, Expired, Succeeded and Failed are final. */
    public enum Phase {
        /** Not decided yet. */
        @JsonProperty("Pending")
        PENDING,
        /** The person has been asked whether it is meant. */
        @JsonProperty("AwaitingConfirmation")
        AWAITING_CONFIRMATION,
        /** No Job was created, and none will be: reason and message say why. */
        @JsonProperty("Rejected")
        REJECTED,
        /** No Job was created, and none will be: it was not decided, or not confirmed, in time. */
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
        /** The Job failed, or was deleted before it ended. */
        @JsonProperty("Failed")
        FAILED;

        /** Whether nothing follows. */
        public boolean isFinal() {
            return switch (this) {
                case PENDING, AWAITING_CONFIRMATION, CREATED, RUNNING -> false;
                case REJECTED, EXPIRED, SUCCEEDED, FAILED -> true;
            };
        }
    }

    /**
     * What the person answered.
     *
     * @param approved whether it is meant
     * @param by who answered
     * @param at when, RFC 3339
     */
    @CustomResourceJson
    @ValidationRule(
            value = "self == oldSelf",
            message = "a confirmation cannot be changed, it is a record; create a Launch of another name")
    public record Confirmation(
            @Required Boolean approved, @Required Confirmer by, @Required @Size(max = 64) String at) {}

    /**
     * Who answered.
     *
     * @param name the person's name
     * @param identity the account, such as {@code telegram:1234567}
     */
    @CustomResourceJson
    public record Confirmer(
            @Required @Size(min = 1, max = 128) String name, @Size(max = 256) @Nullable String identity) {}

    public LaunchStatus {
        outputs = outputs == null ? Map.of() : Map.copyOf(outputs);
    }

    /** Only what every status has. */
    public static LaunchStatus of(Long observedGeneration, Phase phase, String reason, @Nullable String message) {
        return new LaunchStatus(
                observedGeneration, phase, reason, message, null, null, null, null, null, null, null, Map.of(), null);
    }
}
