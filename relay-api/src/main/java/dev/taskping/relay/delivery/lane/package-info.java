/** Lanes: the destinations that providers limit, which channels lead there, and which channel takes over from which. */
@NullMarked
package dev.taskping.relay.delivery.lane;

import org.jspecify.annotations.NullMarked;
