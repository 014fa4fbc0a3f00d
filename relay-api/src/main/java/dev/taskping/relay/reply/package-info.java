/**
 * Answers from people: an update of a provider becomes an identity, a person, a role, a command. What is decided is committed
 * together with the answers before the provider is told that we have it.
 */
@NullMarked
package dev.taskping.relay.reply;

import org.jspecify.annotations.NullMarked;
