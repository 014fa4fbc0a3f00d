/** The parameters and variables of a Launch: parsed, checked, and substituted into a template. Pure. */
@NullMarked
package dev.taskping.operator.launch.parameter;

import org.jspecify.annotations.NullMarked;
