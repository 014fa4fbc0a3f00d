/** Delivery to a URL, as CloudEvents signed by Standard Webhooks. */
@NullMarked
package dev.taskping.relay.channel.webhook;

import org.jspecify.annotations.NullMarked;
