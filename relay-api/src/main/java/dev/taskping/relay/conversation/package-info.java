/** Conversations: who wrote, which task they mean, what is decided, and what they are answered. */
@NullMarked
package dev.taskping.relay.conversation;

import org.jspecify.annotations.NullMarked;
