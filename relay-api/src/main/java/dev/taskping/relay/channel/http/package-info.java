/** The HTTP client that all channels share: timeouts, no automatic retries, and the addresses it may connect to. */
@NullMarked
package dev.taskping.relay.channel.http;

import org.jspecify.annotations.NullMarked;
