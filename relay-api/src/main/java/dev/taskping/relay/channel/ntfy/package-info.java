/** Topics of ntfy, the push service for phones and desktops. */
@NullMarked
package dev.taskping.relay.channel.ntfy;

import org.jspecify.annotations.NullMarked;
