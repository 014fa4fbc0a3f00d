/** The operator's side of the relay: events out, commands in, one HTTP connection and one WebSocket. */
@NullMarked
package dev.taskping.operator.relay;

import org.jspecify.annotations.NullMarked;
