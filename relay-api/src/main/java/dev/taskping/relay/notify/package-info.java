/** Composes messages, keeps them in the outbox, and delivers them. */
@NullMarked
package dev.taskping.relay.notify;

import org.jspecify.annotations.NullMarked;
