/** How a Job went: outcome, GPU-hours, the end of the right log. Pure but for two thin readers. */
@NullMarked
package dev.taskping.operator.task.observation;

import org.jspecify.annotations.NullMarked;
