/** Requests and answers of the relay's REST API. */
@NullMarked
package dev.taskping.protocol.relay;

import org.jspecify.annotations.NullMarked;
