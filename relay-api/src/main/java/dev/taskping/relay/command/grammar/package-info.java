/** The grammar of typed commands: splits a text into words and parses it into a {@code Verb}. Pure. */
@NullMarked
package dev.taskping.relay.command.grammar;

import org.jspecify.annotations.NullMarked;
