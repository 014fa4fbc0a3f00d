/** Channels through adapters that others write: programs behind a URL, and classes in this process. */
@NullMarked
package dev.taskping.relay.channel.custom;

import org.jspecify.annotations.NullMarked;
