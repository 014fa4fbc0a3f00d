/** REST: {@code /v1/bans} and {@code /v1/lockouts}. */
@NullMarked
package dev.taskping.relay.guard.api;

import org.jspecify.annotations.NullMarked;
