/** The language in which people word their messages: Mustache over the variables of a task, bounded and without logic. */
@NullMarked
package dev.taskping.protocol.template;

import org.jspecify.annotations.NullMarked;
