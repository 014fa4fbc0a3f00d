/** The custom resources of {@code taskping.dev/v1alpha1} as Java types; the YAML in resources/crds is generated from them. */
@NullMarked
package dev.taskping.crds;

import org.jspecify.annotations.NullMarked;
