/** NotificationChannels: registered with the relay, their status shown, their test messages sent. */
@NullMarked
package dev.taskping.operator.channel;

import org.jspecify.annotations.NullMarked;
