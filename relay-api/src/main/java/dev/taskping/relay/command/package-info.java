/** Commands: stored until their result has arrived, confirmed by their person, told of in the message they came from. */
@NullMarked
package dev.taskping.relay.command;

import org.jspecify.annotations.NullMarked;
