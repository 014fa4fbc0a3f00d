/** Delivers messages: claims due messages from the outbox, lane by lane, sends them, and records the outcome. */
@NullMarked
package dev.taskping.relay.delivery.dispatch;

import org.jspecify.annotations.NullMarked;
