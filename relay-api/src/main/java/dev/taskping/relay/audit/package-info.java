/** Who asked for what, and what was decided: written down once, chained, never changed. */
@NullMarked
package dev.taskping.relay.audit;

import org.jspecify.annotations.NullMarked;
