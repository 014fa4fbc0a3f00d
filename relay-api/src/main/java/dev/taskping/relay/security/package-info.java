/** Authentication and permissions of API callers, the relay's keys and tokens, and the sealing of secrets. */
@NullMarked
package dev.taskping.relay.security;

import org.jspecify.annotations.NullMarked;
