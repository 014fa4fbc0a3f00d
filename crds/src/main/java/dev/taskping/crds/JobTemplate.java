package dev.taskping.crds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.crds.schema.JobMetadataSchema;
import dev.taskping.crds.schema.JobSpecSchema;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * A Job to create, as parsed YAML. It has no Java type, because a value may be a reference such as {@code $(params.lr)} where
 * a Job has a number. The API server checks the finished Job.
 *
 * @param metadata the Job's labels and annotations; TaskPing sets its name
 * @param spec the Job's spec, as in a manifest of kind Job
 */
@CustomResourceJson
public record JobTemplate(
        @SchemaFrom(type = JobMetadataSchema.class) @Nullable ObjectNode metadata,
        @Required @SchemaFrom(type = JobSpecSchema.class) ObjectNode spec) {}
