/** Feishu and Lark chats, by an app's bot or by a group's custom bot. */
@NullMarked
package dev.taskping.relay.channel.feishu;

import org.jspecify.annotations.NullMarked;
