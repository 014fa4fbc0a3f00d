/** Message templates: Mustache with the variables of a task, without logic and within limits. */
@NullMarked
package dev.taskping.protocol.template;

import org.jspecify.annotations.NullMarked;
