/** What every adapter must do, whatever its provider; a new one is proven by a {@link Venue} and a class of one method. */
@NullMarked
package dev.taskping.relay.channel.conformance;

import org.jspecify.annotations.NullMarked;
