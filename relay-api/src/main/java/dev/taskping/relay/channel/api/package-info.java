/** REST: {@code /v1/channels}, where clusters register their channels. */
@NullMarked
package dev.taskping.relay.channel.api;

import org.jspecify.annotations.NullMarked;
