package dev.taskping.crds;

import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Names an object in the same namespace.
 *
 * @param name the object's name
 */
public record NamedReference(@Required @Size(min = 1, max = 253) String name) {}
