/** Message templates that people write: whether they can be used. */
@NullMarked
package dev.taskping.operator.messagetemplate;

import org.jspecify.annotations.NullMarked;
