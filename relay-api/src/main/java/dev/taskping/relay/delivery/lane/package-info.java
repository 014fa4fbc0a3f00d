/**
 * Lanes. A lane is one destination at one provider, such as a chat, reached with one set of credentials, whichever channels lead
 * there. It has the rate limit of that destination, is paused when the provider asks to wait, and is closed while the
 * destination fails. The messages of a lane wait in its order and are sent by its rate; see {@code docs/decisions/0010}.
 * Also here: which channel takes over what another cannot deliver.
 */
@NullMarked
package dev.taskping.relay.delivery.lane;

import org.jspecify.annotations.NullMarked;
