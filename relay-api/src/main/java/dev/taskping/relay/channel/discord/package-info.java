/** Discord channels, by a bot or by an incoming webhook. */
@NullMarked
package dev.taskping.relay.channel.discord;

import org.jspecify.annotations.NullMarked;
