/** Carries out what a member asks for, one handler for each kind of command, after the check of permissions. */
@NullMarked
package dev.taskping.relay.conversation.handler;

import org.jspecify.annotations.NullMarked;
