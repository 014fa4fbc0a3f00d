/** What an installation decides about the operator. */
@NullMarked
package dev.taskping.operator.configuration;

import org.jspecify.annotations.NullMarked;
