/** A server of ntfy, as the sample of a community adapter needs it. */
@NullMarked
package dev.taskping.testkit.simulator.ntfy;

import org.jspecify.annotations.NullMarked;
