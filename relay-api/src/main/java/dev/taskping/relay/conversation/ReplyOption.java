package dev.taskping.relay.conversation;

import dev.taskping.relay.action.Verb;
import dev.taskping.relay.conversation.TaskResolver.Answered;
import org.jspecify.annotations.Nullable;

/**
 * Something offered to the person who asked: a button, or a number where there are none.
 *
 * @param label what the button says
 * @param verb what it asks for
 * @param about the channel and task it is about; absent for the channel of the question
 */
record ReplyOption(String label, Verb verb, @Nullable Answered about) {}
