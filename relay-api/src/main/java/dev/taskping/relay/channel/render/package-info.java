/** What adapters share to render a message: escape text, cut it safely, attach the rest as a file. */
@NullMarked
package dev.taskping.relay.channel.render;

import org.jspecify.annotations.NullMarked;
