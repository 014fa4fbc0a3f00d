/** Work in the background: tasks that repeat until they are stopped, and a queue by key. */
@NullMarked
package dev.taskping.operator.background;

import org.jspecify.annotations.NullMarked;
