/** Protection from abuse, shared by all replicas: rate limits, bans and lock-outs. */
@NullMarked
package dev.taskping.relay.guard;

import org.jspecify.annotations.NullMarked;
