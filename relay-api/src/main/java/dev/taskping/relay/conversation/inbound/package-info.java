/** How providers' updates reach the relay: pushed to a hook, or polled. */
@NullMarked
package dev.taskping.relay.conversation.inbound;

import org.jspecify.annotations.NullMarked;
