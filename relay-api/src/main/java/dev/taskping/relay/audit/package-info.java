/** The audit: who asked for what and what was decided, in a chain that shows every later change. */
@NullMarked
package dev.taskping.relay.audit;

import org.jspecify.annotations.NullMarked;
