/** Who sent an update: identifies and authorises the sender, recognises repeated updates, and records them in the audit. */
@NullMarked
package dev.taskping.relay.conversation.sender;

import org.jspecify.annotations.NullMarked;
