/** Discord: its API v10 for one bot and one incoming webhook, with the documented limits. */
@NullMarked
package dev.taskping.testkit.simulator.discord;

import org.jspecify.annotations.NullMarked;
