/** REST: {@code /v1/commands}. */
@NullMarked
package dev.taskping.relay.command.api;

import org.jspecify.annotations.NullMarked;
