/** Which Jobs are watched, whom to tell of them, and what may come next. Pure but for one index. */
@NullMarked
package dev.taskping.operator.task.policy;

import org.jspecify.annotations.NullMarked;
