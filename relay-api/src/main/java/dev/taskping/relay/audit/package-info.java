/** The audit trail: who asked for what and what was decided, in a hash chain that reveals every later change. */
@NullMarked
package dev.taskping.relay.audit;

import org.jspecify.annotations.NullMarked;
