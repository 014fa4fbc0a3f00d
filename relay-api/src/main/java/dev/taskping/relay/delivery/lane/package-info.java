/**
 * Lanes. A lane is the queue of one tenant's messages to one destination at a provider, such as a chat, whichever of the tenant's
 * channels lead there. It has the rate limit of the destination, is paused when the provider asks to wait, and is closed while
 * the destination fails; see {@code docs/decisions/0010} and {@code 0036}. Also here: which channel is the fallback of another.
 */
@NullMarked
package dev.taskping.relay.delivery.lane;

import org.jspecify.annotations.NullMarked;
