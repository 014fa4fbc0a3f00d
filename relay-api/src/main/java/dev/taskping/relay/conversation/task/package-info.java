/** Which task a person means: the one they replied to, the one they named, or the likely ones. */
@NullMarked
package dev.taskping.relay.conversation.task;

import org.jspecify.annotations.NullMarked;
