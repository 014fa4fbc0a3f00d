/** A channel as the operator registers it with the relay. */
@NullMarked
package dev.taskping.protocol.channel;

import org.jspecify.annotations.NullMarked;
