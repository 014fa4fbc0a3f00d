/** Telegram's Bot API as a bot sees it, with people on the other side. */
@NullMarked
package dev.taskping.testkit.simulator.telegram;

import org.jspecify.annotations.NullMarked;
