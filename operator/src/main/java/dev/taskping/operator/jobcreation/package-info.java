/** Creates Jobs from templates. */
@NullMarked
package dev.taskping.operator.jobcreation;

import org.jspecify.annotations.NullMarked;
