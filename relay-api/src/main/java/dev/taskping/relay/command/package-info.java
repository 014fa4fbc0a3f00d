/** What people ask for, and the commands that rest in the database until their results have arrived. */
@NullMarked
package dev.taskping.relay.command;

import org.jspecify.annotations.NullMarked;
