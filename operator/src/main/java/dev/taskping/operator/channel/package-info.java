/**
 * The controller of NotificationChannels: registers them with the relay, shows their status, sends their test messages.
 */
@NullMarked
package dev.taskping.operator.channel;

import org.jspecify.annotations.NullMarked;
