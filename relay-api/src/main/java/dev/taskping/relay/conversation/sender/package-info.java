/** Who wrote or pressed: whether the sender may, what is recorded in the audit, and what was received before. */
@NullMarked
package dev.taskping.relay.conversation.sender;

import org.jspecify.annotations.NullMarked;
