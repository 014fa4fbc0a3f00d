/** Checks the message templates that people write, and shows their faults. */
@NullMarked
package dev.taskping.operator.messagetemplate;

import org.jspecify.annotations.NullMarked;
