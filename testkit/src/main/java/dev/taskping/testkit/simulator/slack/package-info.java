/** Slack: the Web API for one app's bot, an incoming webhook, Block Kit and files, with the documented limits. */
@NullMarked
package dev.taskping.testkit.simulator.slack;

import org.jspecify.annotations.NullMarked;
