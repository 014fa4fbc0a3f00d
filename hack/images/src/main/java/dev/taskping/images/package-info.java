/** Writes container image archives without Docker; used by {@code hack/images/build} alone. */
@NullMarked
package dev.taskping.images;

import org.jspecify.annotations.NullMarked;
