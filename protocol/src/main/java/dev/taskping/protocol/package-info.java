/** What crosses the wire between operator, agents, relay and channel adapters. Knows no framework. */
@NullMarked
package dev.taskping.protocol;

import org.jspecify.annotations.NullMarked;
