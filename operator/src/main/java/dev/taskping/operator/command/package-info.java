/** Receives commands through the tunnel while this replica leads, and has the handlers carry them out. */
@NullMarked
package dev.taskping.operator.command;

import org.jspecify.annotations.NullMarked;
