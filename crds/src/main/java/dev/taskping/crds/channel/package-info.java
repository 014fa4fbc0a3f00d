/** NotificationChannel: how people and machines are reached, one block for each provider. */
@NullMarked
package dev.taskping.crds.channel;

import org.jspecify.annotations.NullMarked;
