/** Why a message about a task was sent, or was not. */
@NullMarked
package dev.taskping.relay.delivery.explain;

import org.jspecify.annotations.NullMarked;
