/** What a person can ask for ({@code Verb}), and the actions stored behind the buttons of sent messages. */
@NullMarked
package dev.taskping.relay.action;

import org.jspecify.annotations.NullMarked;
