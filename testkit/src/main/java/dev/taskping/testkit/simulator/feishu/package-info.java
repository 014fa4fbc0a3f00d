/** Feishu's open platform as an app and a custom bot see it, with a group of people on the other side. */
@NullMarked
package dev.taskping.testkit.simulator.feishu;

import org.jspecify.annotations.NullMarked;
