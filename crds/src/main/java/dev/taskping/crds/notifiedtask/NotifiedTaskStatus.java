package dev.taskping.crds.notifiedtask;

import dev.taskping.crds.CustomResourceJson;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of the watched Jobs.
 *
 * @param observedGeneration the generation of the spec that this status describes
 * @param conditions {@code Ready}: whether every channel and LaunchTemplate that it names works; {@code Template}: whether its
 *     message template works, if it has one; {@code Reported}: false while the relay rejects the event of one of its Jobs
 * @param active the number of Jobs that have not ended
 * @param succeeded the number of Jobs that completed and still exist
 * @param failed the number of Jobs that failed and still exist
 * @param lastRun the name of the Job that ended last
 * @param undelivered the number of messages in the last day that reached nobody, and of Jobs whose event the relay rejects; Events
 *     and the relay say why
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
