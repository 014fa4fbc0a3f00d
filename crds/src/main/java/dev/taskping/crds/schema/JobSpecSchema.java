package dev.taskping.crds.schema;

import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * The parts of a Job's spec that every Job needs. TaskPing keeps all other fields unchanged.
 *
 * @param template the Job's pods, as in a manifest of kind Job
 */
@PreserveUnknownFields
public record JobSpecSchema(@Required PodTemplate template) {

    /**
     * A Job's pods.
     *
     * @param spec the pods' spec
     */
    @PreserveUnknownFields
    public record PodTemplate(@Required PodSpec spec) {}

    /**
     * A pod's spec.
     *
     * @param restartPolicy Never or OnFailure
     * @param containers the pod's containers
     */
    @PreserveUnknownFields
    @ValidationRule(
            value = "has(self.restartPolicy) && (self.restartPolicy in ['Never', 'OnFailure']"
                    + " || self.restartPolicy.startsWith('$(params.'))",
            message = "the pods of a Job need a restartPolicy, Never or OnFailure; write restartPolicy: Never")
    public record PodSpec(
            @Size(max = 64) String restartPolicy, @Required @Size(min = 1, max = 64) List<Container> containers) {}

    /**
     * A container.
     *
     * @param name its name within the pod
     * @param image its image
     */
    @PreserveUnknownFields
    public record Container(@Required String name, @Required String image) {}
}
