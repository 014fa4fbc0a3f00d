/** Protection from abuse, shared by all replicas: rate limits, ban lists and lock-outs of accounts. */
@NullMarked
package dev.taskping.relay.guard;

import org.jspecify.annotations.NullMarked;
