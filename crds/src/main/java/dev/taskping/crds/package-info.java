/**
 * The custom resources of {@code taskping.dev/v1alpha1} as Java types, from which the YAML in resources/crds is generated. A package
 * for each resource; here is what they share, and the well-known names of labels and annotations.
 */
@NullMarked
package dev.taskping.crds;

import org.jspecify.annotations.NullMarked;
