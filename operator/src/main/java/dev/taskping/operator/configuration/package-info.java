/** The operator's settings, its cluster's identity, and its clock. */
@NullMarked
package dev.taskping.operator.configuration;

import org.jspecify.annotations.NullMarked;
