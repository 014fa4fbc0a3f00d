/** REST: {@code /v1/events}. */
@NullMarked
package dev.taskping.relay.event.api;

import org.jspecify.annotations.NullMarked;
