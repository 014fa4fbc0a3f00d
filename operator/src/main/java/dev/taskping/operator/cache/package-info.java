/** What the informers keep in memory. */
@NullMarked
package dev.taskping.operator.cache;

import org.jspecify.annotations.NullMarked;
