/** What people may do to Jobs that run: stop, keep, extend. */
@NullMarked
package dev.taskping.operator.control;

import org.jspecify.annotations.NullMarked;
