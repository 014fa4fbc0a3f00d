/** Takes messages out of the outbox, lane by lane, and delivers them. */
@NullMarked
package dev.taskping.relay.dispatch;

import org.jspecify.annotations.NullMarked;
