/** REST: {@code /v1/tasks}. */
@NullMarked
package dev.taskping.relay.task.api;

import org.jspecify.annotations.NullMarked;
