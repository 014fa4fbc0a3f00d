/** Carries out launch commands: creates a Launch for a command, decides it, and creates its Job. */
@NullMarked
package dev.taskping.operator.launch;

import org.jspecify.annotations.NullMarked;
