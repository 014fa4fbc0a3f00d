/** Decides whether a Launch becomes a Job: access, windows, limits, confirmation, parameters. Pure. */
@NullMarked
package dev.taskping.operator.launch.decision;

import org.jspecify.annotations.NullMarked;
