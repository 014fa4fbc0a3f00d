/** Leader election, and the tasks that only the leader runs. */
@NullMarked
package dev.taskping.operator.leadership;

import org.jspecify.annotations.NullMarked;
