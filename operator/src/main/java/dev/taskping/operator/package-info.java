/** The operator: turns cluster state into events, and commands into Jobs. */
@NullMarked
package dev.taskping.operator;

import org.jspecify.annotations.NullMarked;
