/** A real SMTP and IMAP server whose inbox is read as a person would. */
@NullMarked
package dev.taskping.testkit.simulator.mail;

import org.jspecify.annotations.NullMarked;
