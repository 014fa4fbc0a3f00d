/** What the bot replies: the texts, the options that a reply offers, and sending it. */
@NullMarked
package dev.taskping.relay.conversation.reply;

import org.jspecify.annotations.NullMarked;
