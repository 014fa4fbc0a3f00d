package dev.taskping.relay.delivery.outbox;

import dev.taskping.relay.action.Verb;
import org.jspecify.annotations.Nullable;

/**
 * Something that a reply offers to the person who asked: a button, or a number where there are none.
 *
 * @param label what the button says
 * @param verb what it asks for
 * @param about the channel and task it is about; absent for those of the reply
 */
public record ReplyOption(String label, Verb verb, @Nullable ChannelTask about) {}
