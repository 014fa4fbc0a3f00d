/** Channels, as the operator registers them with the relay. */
@NullMarked
package dev.taskping.protocol.channel;

import org.jspecify.annotations.NullMarked;
