/** NotificationChannels, registered with the relay. */
@NullMarked
package dev.taskping.operator.channel;

import org.jspecify.annotations.NullMarked;
