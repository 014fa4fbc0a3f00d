/** Webhooks: CloudEvents sent to a URL, signed according to Standard Webhooks. */
@NullMarked
package dev.taskping.relay.channel.webhook;

import org.jspecify.annotations.NullMarked;
