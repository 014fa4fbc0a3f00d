/** Slack channels, by an app's bot or by an incoming webhook. */
@NullMarked
package dev.taskping.relay.channel.slack;

import org.jspecify.annotations.NullMarked;
