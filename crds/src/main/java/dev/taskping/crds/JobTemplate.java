package dev.taskping.crds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * A Job to be made, as parsed YAML. It is not typed, because a value may be a reference such as {@code $(params.lr)}
 * where a Job has a number; the API server checks the finished Job.
 *
 * @param metadata the Job's labels and annotations
 * @param spec the Job's spec
 */
public record JobTemplate(
        @PreserveUnknownFields @Nullable ObjectNode metadata, @Required @PreserveUnknownFields ObjectNode spec) {}
