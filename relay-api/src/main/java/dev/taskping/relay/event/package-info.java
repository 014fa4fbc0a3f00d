/** Takes events in: validation, de-duplication, tasks and messages in one transaction. */
@NullMarked
package dev.taskping.relay.event;

import org.jspecify.annotations.NullMarked;
