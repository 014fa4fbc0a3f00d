/**
 * Takes in events: validates them, and records each once, with its task's new state and its messages, in one transaction.
 */
@NullMarked
package dev.taskping.relay.event.ingest;

import org.jspecify.annotations.NullMarked;
