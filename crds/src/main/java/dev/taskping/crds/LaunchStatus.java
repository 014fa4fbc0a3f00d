package dev.taskping.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What became of a command.
 *
 * @param observedGeneration the generation of the spec this describes
 * @param phase how far it has come
 * @param reason one CamelCase word: {@code TemplateNotFound}, {@code InvalidParameters}, {@code RoleNotAllowed}
 * @param message a sentence for people
 * @param jobRef the Job it became
 */
@ApiPart
public record LaunchStatus(
        @Nullable Long observedGeneration,
        @Nullable Phase phase,
        @Nullable String reason,
        @Nullable String message,
        @Nullable NamedReference jobRef) {

    /** How far a Launch has come. Rejected, Succeeded and Failed are final. */
    public enum Phase {
        @JsonProperty("Pending")
        PENDING,
        @JsonProperty("Rejected")
        REJECTED,
        @JsonProperty("Created")
        CREATED,
        @JsonProperty("Running")
        RUNNING,
        @JsonProperty("Succeeded")
        SUCCEEDED,
        @JsonProperty("Failed")
        FAILED
    }
}
