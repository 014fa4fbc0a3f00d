/** Text messages through Twilio's Programmable Messaging. */
@NullMarked
package dev.taskping.relay.channel.sms;

import org.jspecify.annotations.NullMarked;
