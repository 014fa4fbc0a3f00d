/** Everything about the relay that can be configured, in one place. */
@NullMarked
package dev.taskping.relay.platform.configuration;

import org.jspecify.annotations.NullMarked;
