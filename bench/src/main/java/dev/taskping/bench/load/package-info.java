/** What makes work for TaskPing, and what receives its messages. */
@NullMarked
package dev.taskping.bench.load;

import org.jspecify.annotations.NullMarked;
