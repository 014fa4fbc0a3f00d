package dev.taskping.crds.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * One aspect of an object's state, in the standard form of Kubernetes.
 *
 * @param type the aspect, such as Ready
 * @param status whether the condition holds
 * @param reason one CamelCase word for programs
 * @param message a sentence for people
 * @param lastTransitionTime when status last changed, RFC 3339
 * @param observedGeneration the generation of the spec that this condition describes
 */
public record ConditionSchema(
        @Required @Size(max = 316) String type,
        @Required Status status,
        @Required @Size(min = 1, max = 1024) String reason,
        @Required @Size(max = 32768) String message,
        @Required @Size(max = 64) String lastTransitionTime,
        @Min(0) Long observedGeneration) {

    /** Whether the condition holds. */
    public enum Status {
        @JsonProperty("True")
        TRUE,
        @JsonProperty("False")
        FALSE,
        @JsonProperty("Unknown")
        UNKNOWN
    }
}
