/** The WebSocket that operators open to the relay: carries commands to clusters, and their results back. */
@NullMarked
package dev.taskping.relay.tunnel;

import org.jspecify.annotations.NullMarked;
