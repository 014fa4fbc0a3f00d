/** The Ready condition that every custom resource carries. */
@NullMarked
package dev.taskping.operator.condition;

import org.jspecify.annotations.NullMarked;
