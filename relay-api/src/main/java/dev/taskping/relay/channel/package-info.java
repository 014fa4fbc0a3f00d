/** Channels: the adapter interface that every provider implements, one package a provider. */
@NullMarked
package dev.taskping.relay.channel;

import org.jspecify.annotations.NullMarked;
