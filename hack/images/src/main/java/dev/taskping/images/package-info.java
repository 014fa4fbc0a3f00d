/** Writes container image archives without Docker; used only by {@code hack/images/build}. */
@NullMarked
package dev.taskping.images;

import org.jspecify.annotations.NullMarked;
