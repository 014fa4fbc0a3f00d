/** The relay's configuration, in one place. */
@NullMarked
package dev.taskping.relay.platform.configuration;

import org.jspecify.annotations.NullMarked;
