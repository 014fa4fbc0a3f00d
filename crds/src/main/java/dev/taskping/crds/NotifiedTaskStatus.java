package dev.taskping.crds;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the watched Jobs.
 *
 * @param observedGeneration the generation of the spec this describes
 * @param conditions {@code Ready}: whether every channel and template it names can be used; {@code Template}: whether
 *     its words for messages can, if it has some
 * @param active Jobs that have not ended
 * @param succeeded Jobs that completed and still exist
 * @param failed Jobs that failed and still exist
 * @param lastRun the Job that ended last
 * @param undelivered messages of the last day that reached nobody; Events and the relay say why
 */
@CustomResourceJson
public record NotifiedTaskStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        int active,
        int succeeded,
        int failed,
        @Nullable String lastRun,
        int undelivered) {

    public NotifiedTaskStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
