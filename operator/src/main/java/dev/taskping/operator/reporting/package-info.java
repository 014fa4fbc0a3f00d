/** Reports the start and end of every Job to the relay: at once what this replica sees, and by resync what it missed. */
@NullMarked
package dev.taskping.operator.reporting;

import org.jspecify.annotations.NullMarked;
