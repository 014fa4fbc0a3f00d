/** Takes events in: validation, de-duplication, tasks and messages in one transaction. */
@NullMarked
package dev.taskping.relay.ingest;

import org.jspecify.annotations.NullMarked;
