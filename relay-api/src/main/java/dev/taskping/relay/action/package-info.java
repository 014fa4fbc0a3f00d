/** What a person can ask for, in words or by a button. */
@NullMarked
package dev.taskping.relay.action;

import org.jspecify.annotations.NullMarked;
