/** TaskPing installed into a cluster by its chart, with simulated providers beside it: what tests and the demo share. */
@NullMarked
package dev.taskping.testkit.installation;

import org.jspecify.annotations.NullMarked;
