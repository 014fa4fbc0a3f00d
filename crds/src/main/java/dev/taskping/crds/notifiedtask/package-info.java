/** NotifiedTask: which Jobs to report, to which channels, and what may be launched next. */
@NullMarked
package dev.taskping.crds.notifiedtask;

import org.jspecify.annotations.NullMarked;
