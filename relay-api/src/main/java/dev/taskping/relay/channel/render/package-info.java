/** What the adapters share to turn the canonical message into text, escaped and cut safely. */
@NullMarked
package dev.taskping.relay.channel.render;

import org.jspecify.annotations.NullMarked;
