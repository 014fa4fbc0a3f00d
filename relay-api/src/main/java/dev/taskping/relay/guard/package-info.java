/** What keeps people who may ask from asking without end, and what nobody may ask: rates, bans and lock-outs, of all replicas. */
@NullMarked
package dev.taskping.relay.guard;

import org.jspecify.annotations.NullMarked;
