/** Telegram chats, by a bot. */
@NullMarked
package dev.taskping.relay.channel.telegram;

import org.jspecify.annotations.NullMarked;
