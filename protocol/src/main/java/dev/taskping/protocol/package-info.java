/** Everything that crosses the wire between operator, agents, relay and channel adapters. Independent of any framework. */
@NullMarked
package dev.taskping.protocol;

import org.jspecify.annotations.NullMarked;
