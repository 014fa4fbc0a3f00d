/** Commands for clusters: submitted, confirmed, expired, and their results told where they were given. */
@NullMarked
package dev.taskping.relay.command;

import org.jspecify.annotations.NullMarked;
