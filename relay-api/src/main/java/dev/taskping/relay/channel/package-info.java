/** Registered channels: how each is reached, how it fares, and the adapter that serves it. */
@NullMarked
package dev.taskping.relay.channel;

import org.jspecify.annotations.NullMarked;
