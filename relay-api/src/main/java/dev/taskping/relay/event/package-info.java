/** Stores every accepted event, each once. */
@NullMarked
package dev.taskping.relay.event;

import org.jspecify.annotations.NullMarked;
