/** Channels as the operator registers them with the relay: settings, members, rate, fallback, state. */
@NullMarked
package dev.taskping.protocol.channel;

import org.jspecify.annotations.NullMarked;
