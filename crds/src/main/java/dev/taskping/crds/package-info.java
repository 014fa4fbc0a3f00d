/** The custom resources of {@code taskping.dev/v1alpha1} as Java types, and the source of the YAML in resources/crds. */
@NullMarked
package dev.taskping.crds;

import org.jspecify.annotations.NullMarked;
