/** Takes messages out of the outbox, lane by lane, and delivers them. */
@NullMarked
package dev.taskping.relay.delivery.dispatch;

import org.jspecify.annotations.NullMarked;
