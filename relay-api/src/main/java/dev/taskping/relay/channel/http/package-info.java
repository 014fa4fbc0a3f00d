/** The one HTTP client policy of all channels: time-outs, no silent repeats, and where a channel may connect to. */
@NullMarked
package dev.taskping.relay.channel.http;

import org.jspecify.annotations.NullMarked;
