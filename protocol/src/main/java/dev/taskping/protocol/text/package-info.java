/** What is removed from texts that somebody else wrote, before people read them. */
@NullMarked
package dev.taskping.protocol.text;

import org.jspecify.annotations.NullMarked;
