package dev.taskping.crds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.crds.schema.JobMetadataSchema;
import dev.taskping.crds.schema.JobSpecSchema;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * A Job to be made, as parsed YAML. It is not typed, because a value may be a reference such as {@code $(params.lr)}
 * where a Job has a number; the API server checks the finished Job.
 *
 * @param metadata the Job's labels and annotations; its name comes from TaskPing
 * @param spec the Job's spec, as in a manifest of kind Job
 */
@CustomResourceJson
public record JobTemplate(
        @SchemaFrom(type = JobMetadataSchema.class) @Nullable ObjectNode metadata,
        @Required @SchemaFrom(type = JobSpecSchema.class) ObjectNode spec) {}
