/** Tests replies during faults: accepted commands, Launches and Jobs must match one to one. */
@NullMarked
package dev.taskping.chaos.reply;

import org.jspecify.annotations.NullMarked;
