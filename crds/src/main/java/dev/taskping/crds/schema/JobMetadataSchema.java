package dev.taskping.crds.schema;

import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/**
 * Metadata of a Job that TaskPing creates: only labels and annotations, because TaskPing names and owns the Job.
 *
 * @param labels the Job's labels
 * @param annotations the Job's annotations
 */
public record JobMetadataSchema(
        @Size(max = 64)
                @ValidationRule(
                        value = "self.all(k, k != 'taskping.dev/launch' && k != 'taskping.dev/notified-task')",
                        message = "TaskPing sets the labels taskping.dev/launch and taskping.dev/notified-task;"
                                + " remove them")
                Map<String, @Size(max = 253) String> labels,
        @Size(max = 64) Map<String, String> annotations) {}
