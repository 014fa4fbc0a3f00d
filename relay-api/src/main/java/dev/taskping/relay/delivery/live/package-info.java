/** Messages that are edited in place while their task runs. */
@NullMarked
package dev.taskping.relay.delivery.live;

import org.jspecify.annotations.NullMarked;
