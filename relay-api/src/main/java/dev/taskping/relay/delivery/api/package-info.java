/** REST: {@code /v1/deliveries}. */
@NullMarked
package dev.taskping.relay.delivery.api;

import org.jspecify.annotations.NullMarked;
