/** REST: {@code /v1/channels}, where operators register their cluster's channels. */
@NullMarked
package dev.taskping.relay.channel.api;

import org.jspecify.annotations.NullMarked;
