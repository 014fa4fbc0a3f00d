/** REST: {@code /v1/people}. */
@NullMarked
package dev.taskping.relay.people.api;

import org.jspecify.annotations.NullMarked;
