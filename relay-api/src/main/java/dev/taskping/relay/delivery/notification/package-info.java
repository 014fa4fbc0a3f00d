/** Turns an event into messages for the channels that it concerns. */
@NullMarked
package dev.taskping.relay.delivery.notification;

import org.jspecify.annotations.NullMarked;
