/** The Jobs of the fault suite: planned, started, ended, and recorded as the truth to compare with. */
@NullMarked
package dev.taskping.chaos.work;

import org.jspecify.annotations.NullMarked;
