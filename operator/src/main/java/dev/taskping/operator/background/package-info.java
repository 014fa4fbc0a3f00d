/** Work that runs in the background: repeated tasks, a queue by key, and the waits between attempts. */
@NullMarked
package dev.taskping.operator.background;

import org.jspecify.annotations.NullMarked;
