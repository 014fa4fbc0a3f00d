/** Operator, relay and PostgreSQL as processes of their own, which can be killed and started again. */
@NullMarked
package dev.taskping.testkit.process;

import org.jspecify.annotations.NullMarked;
