package dev.taskping.crds.launch;

import dev.taskping.crds.CustomResourceJson;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether replies can launch the template.
 *
 * @param observedGeneration the generation of the spec that this status describes
 * @param conditions {@code Ready}: whether the API server accepted a Job with the default parameters in a dry run
 */
@CustomResourceJson
public record LaunchTemplateStatus(@Nullable Long observedGeneration, List<Condition> conditions) {

    public LaunchTemplateStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
