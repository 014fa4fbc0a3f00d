/** Conversations with people: who wrote, which task they mean, whether they may do it, and what the bot answers. */
@NullMarked
package dev.taskping.relay.conversation;

import org.jspecify.annotations.NullMarked;
