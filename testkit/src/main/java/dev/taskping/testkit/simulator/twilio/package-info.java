/** Twilio's Programmable Messaging as an account sees it, with telephones on the other side. */
@NullMarked
package dev.taskping.testkit.simulator.twilio;

import org.jspecify.annotations.NullMarked;
