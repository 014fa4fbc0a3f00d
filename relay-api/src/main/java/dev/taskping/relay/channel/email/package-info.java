/** E-mail: sent by SMTP, replies read from a mailbox. */
@NullMarked
package dev.taskping.relay.channel.email;

import org.jspecify.annotations.NullMarked;
