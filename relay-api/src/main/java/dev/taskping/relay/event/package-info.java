/** Every event that was accepted, each once. */
@NullMarked
package dev.taskping.relay.event;

import org.jspecify.annotations.NullMarked;
