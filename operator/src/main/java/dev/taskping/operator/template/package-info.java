/** Whether the words that people chose for their messages can be used. */
@NullMarked
package dev.taskping.operator.template;

import org.jspecify.annotations.NullMarked;
