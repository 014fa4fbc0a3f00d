/** Registered channels: their settings and health, the registries of providers, and calls to a channel's adapter. */
@NullMarked
package dev.taskping.relay.channel;

import org.jspecify.annotations.NullMarked;
