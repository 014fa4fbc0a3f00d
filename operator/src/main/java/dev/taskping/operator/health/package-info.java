/** Whether this process still sees the cluster and reaches the relay. */
@NullMarked
package dev.taskping.operator.health;

import org.jspecify.annotations.NullMarked;
