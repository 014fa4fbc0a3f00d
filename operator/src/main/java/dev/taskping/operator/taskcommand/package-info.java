/** Carries out commands on running Jobs: stop, keep, extend. */
@NullMarked
package dev.taskping.operator.taskcommand;

import org.jspecify.annotations.NullMarked;
