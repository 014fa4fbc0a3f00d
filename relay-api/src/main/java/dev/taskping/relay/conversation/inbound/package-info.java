/** Receives what people write or press: pushed by the provider to a hook, or polled by the relay. */
@NullMarked
package dev.taskping.relay.conversation.inbound;

import org.jspecify.annotations.NullMarked;
