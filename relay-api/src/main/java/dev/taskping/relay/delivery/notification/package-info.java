/** Turns events into the messages that channels get about them. */
@NullMarked
package dev.taskping.relay.delivery.notification;

import org.jspecify.annotations.NullMarked;
