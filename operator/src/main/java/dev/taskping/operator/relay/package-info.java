/** The connections to the relay: HTTP requests with events, and a WebSocket through which commands arrive. */
@NullMarked
package dev.taskping.operator.relay;

import org.jspecify.annotations.NullMarked;
