/** Commands for clusters: stored, confirmed, expired, and their results reported to the person who gave them. */
@NullMarked
package dev.taskping.relay.command;

import org.jspecify.annotations.NullMarked;
