/** Delivery by SMTP. */
@NullMarked
package dev.taskping.relay.channel.email;

import org.jspecify.annotations.NullMarked;
