/** Composes messages, keeps them in the outbox, and tells what became of them. */
@NullMarked
package dev.taskping.relay.notify;

import org.jspecify.annotations.NullMarked;
