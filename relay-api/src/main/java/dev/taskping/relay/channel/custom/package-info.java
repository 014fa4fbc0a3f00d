/** Delivery through adapters of somebody else's: programs behind a URL, and classes in this process. */
@NullMarked
package dev.taskping.relay.channel.custom;

import org.jspecify.annotations.NullMarked;
