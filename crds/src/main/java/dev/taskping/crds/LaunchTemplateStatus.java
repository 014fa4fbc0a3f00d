package dev.taskping.crds;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the template can be launched.
 *
 * @param observedGeneration the generation of the spec this describes
 * @param conditions {@code Ready}: whether the API server accepted the Job made from the defaults, in a dry run
 */
@CustomResourceJson
public record LaunchTemplateStatus(@Nullable Long observedGeneration, List<Condition> conditions) {

    public LaunchTemplateStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
