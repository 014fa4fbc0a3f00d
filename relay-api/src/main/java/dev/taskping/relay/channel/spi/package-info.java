/** What a provider implements to be a channel, one package a provider. */
@NullMarked
package dev.taskping.relay.channel.spi;

import org.jspecify.annotations.NullMarked;
