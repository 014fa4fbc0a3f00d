/** Conversations with people: takes each text and each press of a button once, and finds the handler for what it asks for. */
@NullMarked
package dev.taskping.relay.conversation;

import org.jspecify.annotations.NullMarked;
