/** Durations: how they are written and parsed, and how long to wait before another attempt. */
@NullMarked
package dev.taskping.protocol.time;

import org.jspecify.annotations.NullMarked;
